/** @file hello_cooks.h
 *  @brief Starts cooks, each in a thread of its own, and comes back when all have finished. */
#pragma once

/** @brief Calls cook(k, ctx) for each k in 0 … cooks-1, each in a thread of its own; all are started before
 *  any is waited for.
 *  @param cooks  how many; 0: none is called
 *  @param cook   what each does; must be safe to run in several threads at once
 *  @param ctx    handed to each; stays the caller's
 *  @return 0 once every cook has returned; EINVAL: cooks is negative or cook is NULL, nothing was started;
 *          ENOMEM, nothing was started; if a thread cannot be started, pthread_create's error, after those
 *          already started have been joined
 *  @threads any number at once: two calls share nothing; waits for the cooks */
int hello_cooks(int cooks, void (*cook)(int number, void *ctx), void *ctx);
