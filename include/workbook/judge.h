/** @file judge.h
 *  @brief What a check is written with: cases, expectations, meetings, faults, the event log.
 *
 *  A check is one file, check.c. Each JUDGE_CASE is one promise of the exercise's header, and runs in a
 *  process of its own, in the order of the file; the first case that fails gives the verdict. Within a case
 *  the first failing expectation ends it at once, in whatever thread: what stands after it may rely on it.
 *
 *  Under the analysis `explore` a case runs once for each schedule, so keep the sizes small (JUDGE_SIZE).
 *
 *      JUDGE_CASE(each_once, "each cook is called exactly once")
 *      {
 *          ...
 *          EXPECT_EQ(calls[0], 1, "cook 0 is called once");
 *      }
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// ---------------------------------------------------------------------------------------------------- cases

/** Which analyses ask a case; the default is all that the exercise names. */
enum judge_analysis {
    JUDGE_RUN = 1,      /**< real threads */
    JUDGE_EXPLORE = 2,  /**< every interleaving that matters */
    JUDGE_MEMORY = 4,   /**< AddressSanitizer, UBSan, leaks */
    JUDGE_OPENMP = 8,   /**< libomp, ThreadSanitizer and Archer: two accesses that nothing orders */
    JUDGE_BALANCE = 16, /**< the work is spread over the threads; asks only cases that name it */
    JUDGE_FACTS = 32    /**< libomp and what it tells of itself, see judge_facts_begin(); before JUDGE_OPENMP,
                           and    only the cases that name it: promises that a race cannot disturb */
};

/** One case; made by JUDGE_CASE(). Options are given as designated initialisers after the promise. */
struct judge_case {
    const char *name;    /**< as in the source; `_` is shown as `-` */
    int line;            /**< where it stands: cases run in the order of the file */
    const char *promise; /**< what the submission promises, as a sentence without a full stop */
    unsigned analyses;   /**< enum judge_analysis, or-ed; 0: all that the exercise names */
    unsigned seconds;    /**< time limit of wall-clock; 0: 10. Only ever gives `hang`, never `wrong` */
    unsigned executions; /**< explore: a budget of its own; 0: the default */
    bool virtual_time;   /**< the submission's clocks and sleeps are virtual: exact, and cost no time */
    int team;            /**< OpenMP: the only size of team; 0: each one that the analysis tries */
    int interruptions;   /**< so many sleeps or waits end half-way, as by a signal; needs virtual_time or loop */
    bool loop;           /**< one thread that waits for descriptors, in virtual time: judge_loop.h */
    bool may_block;      /**< needs loop: read, write and sleeps may wait; else that is `wrong` */
    void (*body)(void);
};

/** @brief Declares a case: `JUDGE_CASE(fifo, "items leave in the order they came") { … }`. Options follow the
 *  promise: `JUDGE_CASE(many, "64 cooks as well as two", .analyses = JUDGE_RUN | JUDGE_MEMORY)`. */
#define JUDGE_CASE(case_name, ...)                                                                           \
    static void case_##case_name(void);                                                                      \
    static const struct judge_case judge_case_##case_name = {                                                \
        .name = #case_name, .line = __LINE__, .body = case_##case_name, .promise = __VA_ARGS__};             \
    __attribute__((used,                                                                                     \
                   section("judge_cases"))) static const struct judge_case *const judge_entry_##case_name =  \
        &judge_case_##case_name;                                                                             \
    static void case_##case_name(void)

/** @brief The one size or the other: large for real threads, small enough to explore every schedule. */
#define JUDGE_SIZE(native, explored) (judge_explored() ? (explored) : (native))

/** @brief Whether this run explores schedules. */
bool judge_explored(void);

// --------------------------------------------------------------------------------------------- expectations

/** @brief Ends the case as `wrong` unless @p condition holds. @p why says what is right, and why. */
#define EXPECT(condition, why) judge_expect(!!(condition), #condition, (why), __FILE__, __LINE__)

/** @brief Ends the case as `wrong` unless found and expected are equal: two integers of any type, or two
 *  strings (char *; NULL equals only NULL). For other pointers EXPECT_SAME. Both are evaluated once. */
#define EXPECT_EQ(found, expected, why)                                                                      \
    _Generic((found),                                                                                        \
        char *: judge_expect_string,                                                                         \
        const char *: judge_expect_string,                                                                   \
        unsigned long: judge_expect_unsigned,                                                                \
        unsigned long long: judge_expect_unsigned,                                                           \
        default: judge_expect_integer)((found), (expected), #found, (why), __FILE__, __LINE__)

/** @brief Ends the case as `wrong` unless both are the same pointer. */
#define EXPECT_SAME(found, expected, why)                                                                    \
    judge_expect_pointer((found), (expected), #found, (why), __FILE__, __LINE__)

/** @brief Ends the case as `wrong` unless @p bytes bytes are equal; shows the first difference in hex. */
#define EXPECT_BYTES(found, expected, bytes, why)                                                            \
    judge_expect_bytes((found), (expected), (bytes), #found, (why), __FILE__, __LINE__)

/** @brief Ends the case as `wrong` unless an error number is the expected one; shows both by name (EINVAL).
 */
#define EXPECT_ERR(found, error, why) judge_expect_error((found), (error), #found, (why), __FILE__, __LINE__)

/** @brief Ends the case as `wrong`: what should not have been reached. */
#define EXPECT_UNREACHED(why) judge_expect(false, "not reached", (why), __FILE__, __LINE__)

/** @brief Ends the case as `leak` if threads that the submission created are neither joined nor detached.
 *  Every case asks this at its end; ask it earlier where a later expectation would speak first. */
#define EXPECT_JOINED(why) judge_expect_joined((why), __FILE__, __LINE__)

/** @brief From here on, what is run counts as the submission's work: by the calling thread and by the threads
 *  that the submission creates. Counted are basic blocks of its code and of given code, not what libraries or
 *  the kernel do for it; with OpenMP the processor time of the team. For cases of the analysis balance. */
void judge_work_begin(void);

/** @brief Processor time of this process since judge_work_begin(), in milliseconds: a check asks for more work
 *  until there is enough to see how it is divided, since one answer is ten times as quick as another. */
double judge_work_ms(void);

/** @brief Ends the case as `serial` unless the work since judge_work_begin() was divided: of the @p workers
 *  threads that did most, each has at least half of an equal share. The caller may be one of them.
 *  A thread counts when it has ended. */
#define EXPECT_BALANCED(workers, why) judge_expect_balanced((workers), (why), __FILE__, __LINE__)

/** @brief Ends the case as `serial` unless @p condition holds: the result may be right, but the work is not
 *  divided. @p why says what a divided work shows. */
#define EXPECT_SHARED(condition, why)                                                                        \
    judge_expect_shared(!!(condition), #condition, (why), __FILE__, __LINE__)

/** @brief Ends the case as `inconclusive`: the machine does not let the check see what it must see. */
_Noreturn void judge_inconclusive(const char *why);

// ------------------------------------------------------------------------------------------------ randomness

/** @brief The next 64 bits of the case's random source, which the seed of the grading alone determines.
 *  @threads any; draw before the threads start, or the order of drawing is not determined */
uint64_t judge_random(void);

/** @brief A number between @p low and @p high, both included. */
long judge_draw(long low, long high);

// ---------------------------------------------------------------------- who is where: meetings and settling

enum { JUDGE_MEETING_MAX = 256 /**< members of one meeting */ };

/** A place where `size` threads meet: only code that is really concurrent can pass. */
struct judge_meeting {
    int size;         /**< how many must come */
    const char *what; /**< what each is, for the report: "cook" */
    int arrived;      /**< guarded by the judge's own lock, as all below */
    int number[JUDGE_MEETING_MAX];
};

/** @brief A meeting of @p size threads: `static struct judge_meeting kitchen = JUDGE_MEETING(3, "cook");` */
#define JUDGE_MEETING(members, name)                                                                         \
    {                                                                                                        \
        .size = (members), .what = (name)                                                                    \
    }

/** @brief Waits until `size` threads have called this. If it cannot fill because every other thread is
 *  blocked or has ended, the case is `wrong`: "cook 1 was never there together with cook 0". It is never
 *  reported as a deadlock: the submission has not locked anything.
 *  @param number  which member calls, for the report
 *  @threads any; waits */
void judge_meet(struct judge_meeting *meeting, int number);

/** @brief Returns when no other thread can move. Real threads: every other thread of the process waits in
 *  a futex, at two looks, with the same count of context switches. Where the kernel hides that, the case
 *  ends as `inconclusive`.
 *  @threads one at a time
 *  @source proc(5): /proc/PID/task/TID/syscall and status */
void judge_settle(void);

/** @brief Waits until holds(context), which is asked again and again. It orders nothing, so it hides no race
 *  in the submission: read with relaxed atomics only.
 *  @return false: it does not hold, and no other thread can move by itself any more, so it never will. Under
 *          ThreadSanitizer, which has a thread of its own that always moves: after 2 s
 *  @threads any number at once; waits */
bool judge_wait_for(bool (*holds)(void *context), void *context);

/** Where the first two threads that come meet; `static struct judge_pair pair;` */
struct judge_pair {
    int came; /**< any thread, relaxed: how many have come */
};

/** @brief The first two threads that call this wait for each other; whoever comes later passes. In the
 *  callback of a loop it makes sure that two threads are at work, and orders nothing.
 *  @return false: nobody else can come. What then? EXPECT_SHARED(judge_pair(&pair), "…")
 *  @threads any; waits */
bool judge_pair(struct judge_pair *pair);

// --------------------------------------------------------------------------------------------------- OpenMP

/** @brief How many threads the OpenMP team of this run has. The environment asks for as many
 *  (OMP_NUM_THREADS); a check whose function takes their number gives this one. */
int judge_team(void);

/** What the OpenMP run-time did for the submission, from judge_facts_begin() to judge_facts_end(). */
struct judge_facts {
    int regions;      /**< parallel regions begun */
    int largest_team; /**< threads of the largest team; 0: no region */
    int loops;        /**< loops, sections and singles that a team divided */
    int tasks;        /**< explicit tasks created */
    int dependences;  /**< of these tasks */
    int locks;        /**< locks and critical sections entered, by all threads; an atomic is none */
    int ordered;      /**< `ordered` sections entered, where each iteration waits for the one before it */
};

/** @brief From here on the facts are counted. In cases of JUDGE_FACTS only.
 *  @source OpenMP API 5.0, chapter 4: OMPT */
void judge_facts_begin(void);

/** @brief What happened since judge_facts_begin(). @threads outside of any parallel region */
struct judge_facts judge_facts_end(void);

// ------------------------------------------------------------------------------------------ the event log

/** @brief Appends an event. The log orders nothing: it tells in which order the calls took place.
 *  @param event   a string that outlives the case
 *  @param number  any number, e.g. of the cook
 *  @threads any */
void judge_log(const char *event, long number);

/** @brief Where the event stands in the log, 0 for the first; -1: it is not there. The first one if several.
 */
int judge_log_position(const char *event, long number);

/** @brief How often the event is there, with any number. */
int judge_log_count(const char *event);

// ------------------------------------------------------------------------------------------- who reads what

/** @brief From here on it is noted which threads read which item of an array: how the work is divided. Only the
 *  explorer sees every access, so a case that calls this names JUDGE_EXPLORE.
 *  @param items  the array; one that was watched before is so no more
 *  @param size   bytes of an item
 *  @param n      how many items, at most 256
 *  @threads one at a time */
void judge_watch(const void *items, size_t size, size_t n);

/** @brief Whether a thread has read item @p i since judge_watch().
 *  @param thread  0: the case's own; then 1, 2 … 63 in the order of their creation */
bool judge_has_read(int thread, size_t i);

/** @brief How many words of memory (8 bytes) were read or written so far, by all threads: with it a check counts
 *  work, where a clock would only measure the machine. Local variables that nobody else can reach do not count.
 *  In cases of JUDGE_EXPLORE only.
 *  @return a number of which only differences mean something */
uint64_t judge_touched(void);

// --------------------------------------------------------------------------------------------------- faults

/** @brief From now on the @p k-th call (from 0) of @p function in the submission fails with @p error. For
 *  pthread_create the id is filled with poison. Functions: pthread_create, malloc, calloc, realloc, strdup,
 *  aligned_alloc, fork, read, write, open, pipe (docs/design/judge.md).
 *  @param k  -1: no call fails any more */
void judge_fail(const char *function, int k, int error);

/** @brief How often the submission has called @p function so far in this case. */
int judge_calls(const char *function);

/** @brief Threads that the submission has created so far in this case, those that failed not counted. */
int judge_threads_created(void);

// ------------------------------------------------------------------- processes: what several of them share

/** @brief Memory that is zero at first and shared by all processes of the case: by whatever is forked
 *  after this. Pages that nobody may touch lie before and behind it. It is released with the case.
 *  @param bytes  how much; aligned as a page is
 *  @threads the one that runs the case */
void *judge_shared(size_t bytes);

/** @brief Waits until @p cell is at least @p value: a counter in judge_shared() memory that other
 *  processes (or threads) of the case raise. With it processes meet, or hold each other at a gate. Ends
 *  the case as `wrong` when no process of the case can move any more while the counter is still below.
 *  @threads any, in any process of the case; waits */
#define EXPECT_ARRIVAL(cell, value, why)                                                                     \
    judge_expect_arrival((cell), (value), "wrong", #cell, (why), __FILE__, __LINE__)

/** @brief As EXPECT_ARRIVAL(), but the verdict is `serial`: what should be done by several is done by one
 *  after the other. For cases of the analysis balance. */
#define EXPECT_COMPANY(cell, value, why)                                                                     \
    judge_expect_arrival((cell), (value), "serial", #cell, (why), __FILE__, __LINE__)

/** @brief Returns when no other process and no other thread of the case can move: each waits, without a time
 *  limit, in a call that only another can end. Ends the case as `inconclusive` where the kernel hides that.
 *  @source proc(5): /proc/PID/task/TID/syscall and status */
void judge_settle_processes(void);

/** @brief Returns when all other processes and threads of the case are blocked. Ends the case as `wrong` when
 *  the case's own process waits busily instead: when it has made 400 calls or run 10,000,000 basic blocks in a
 *  row, and no call has moved a byte or collected a child. For a process that the submission waits for, in
 *  cases of JUDGE_RUN of exercises about processes. A wait with a time limit counts as blocked if nobody has
 *  moved for a tenth of a second. */
#define EXPECT_BLOCKED(why) judge_expect_blocked((why), __FILE__, __LINE__)

/** @brief From now on each child that the submission forks is held after each of its writing calls until whoever
 *  waits for it is blocked, as EXPECT_BLOCKED() says: also when all is written and only its end is waited for. */
#define JUDGE_HOLD_WRITES(why) judge_hold_writes((why), __FILE__, __LINE__)

// ------------------------------------------------------------------------- processes: how each one ended

/** @brief Ends the case as `wrong` unless two wait statuses (waitpid(2)) are equal; shows both in words,
 *  such as "killed by SIGSEGV (Segmentation fault)". */
#define EXPECT_ENDING(found, expected, why)                                                                  \
    judge_expect_ending((found), (expected), #found, (why), __FILE__, __LINE__)

/** @brief Ends the case as `leak` if a child of the submission is left, running or a zombie, or a child's
 *  child still runs; the report names each by number, process and command. Every case asks this at its
 *  end. The case is the reaper of orphans: also those are found whose parents have ended. */
#define EXPECT_NO_CHILDREN(why) judge_expect_no_children((why), __FILE__, __LINE__)

/** @brief How many children the submission has started so far in the calling process, by fork or posix_spawn.
 */
int judge_children_started(void);

/** @brief Takes the descriptors that are open now for those that may be open at the end. */
void judge_note_descriptors(void);

/** @brief Ends the case as `leak` if others are open now. Every case asks this at its end. */
#define EXPECT_DESCRIPTORS(why) judge_expect_descriptors(why)

/** @brief A name for shm_open or sem_open that nobody else has: "/workbook-4711-SUFFIX". If it is left in the
 *  system at the end, the case is a `leak`. Shared memory that is still mapped then is one, too. */
const char *judge_object_name(const char *suffix);

// ------------------------------------------------------------- processes: faults that the system itself has

/** When a child dies, as seen from a call. */
enum judge_moment {
    JUDGE_BEFORE, /**< before the call does anything */
    JUDGE_AFTER,  /**< when it has done what it does: after "lock", the lock is held */
    JUDGE_AMID    /**< "write" only: when part of the bytes is out */
};

/** Where a child is killed. */
struct judge_death {
    int child;      /**< which one that the submission starts from now on, from 0; -1: each */
    const char *at; /**< "read", "write", "wait", "poll", "lock", "unlock", each with all calls that do the
                         same (send, writev; waitid; sem_wait …); NULL: right after it was forked */
    int nth;        /**< at which of these calls in the child, from 0 */
    enum judge_moment when; /**< before, after or amid it */
    size_t bytes;           /**< JUDGE_AMID: when so many bytes were written in all; 0: half of that call's */
    int signal;             /**< 0: SIGKILL */
    bool exits;             /**< it ends with _exit(0) instead, as if all were well */
};

/** @brief Children that the submission starts from now on die as told; the report says where. The calls
 *  are those that stand in the submission; a child that runs another program can only be killed right
 *  after its start.
 *  @param death  `(struct judge_death){.child = 1, .at = "write", .when = JUDGE_AMID}` */
void judge_kill(struct judge_death death);

/** @brief From now on reading and writing calls of the submission move at most @p bytes bytes each. Only
 *  where a short count may really come: files, stream sockets, and of pipes what is larger than PIPE_BUF.
 *  @param bytes  0: as many as they can */
void judge_pieces(size_t bytes);

/** @brief From now on the first of every @p every calls of the submission that may wait is interrupted:
 *  EINTR. Those that read, write, wait, poll or take a semaphore are counted each by themselves.
 *  @param every  2 or more; 0: none */
void judge_interrupt(int every);

/** @brief From now on the first of every @p every calls of the submission on a descriptor with O_NONBLOCK
 *  finds it not ready: EAGAIN. @param every  2 or more; 0: none */
void judge_not_ready(int every);

/** @brief From now on a timer interrupts the calling process every @p microseconds, by SIGALRM with a
 *  handler and without SA_RESTART, so that a call that waits for longer than that ends with EINTR, the
 *  check's own ones as well.
 *  @param microseconds  0: no more */
void judge_tick(unsigned microseconds);

// --------------------------------------------------------------------------- processes: programs to start

/** A small program within the check's. */
struct judge_helper {
    const char *name;
    int (*body)(int argc, char **argv);
};

/** @brief Declares a helper: a program that a submission can start with the arguments `judge_self(),
 *  "--helper", NAME, …`. Its argv[0] is its name; what it returns is its exit status. Each check has
 *  these: `descriptors` prints those that are open above 2, `signals` those ignored or blocked, `exit N`,
 *  and `signal N`, which ends by that signal. */
#define JUDGE_HELPER(helper_name)                                                                            \
    static int helper_##helper_name(int argc, char **argv);                                                  \
    static const struct judge_helper judge_helper_##helper_name = {#helper_name, helper_##helper_name};      \
    __attribute__((used, section("judge_helpers"))) static const struct judge_helper                         \
        *const judge_helper_entry_##helper_name = &judge_helper_##helper_name;                               \
    static int helper_##helper_name(int argc, char **argv)

/** @brief The path of the check's own program. */
const char *judge_self(void);

// ------------------------------------------------------------------------- programs (kind program) under
// test

/** A run of the learner's program. Release with judge_program_close(). */
struct judge_program {
    pid_t pid;         /**< while it runs */
    int status;        /**< as waitpid() gives it, after judge_program_finish() */
    char *out;         /**< standard output, NUL-terminated */
    char *err;         /**< standard error, NUL-terminated */
    size_t out_length; /**< bytes in out */
    size_t err_length;
    int listener;    /**< the judge's own */
    int threads;     /**< threads that ended, the main one first, after judge_program_finish() */
    double *steps;   /**< basic blocks that each of them ran, in the analysis balance */
    char *left_open; /**< what it opened and did not close: the first such file; NULL: nothing */
};

/** @brief Programs started from now on can have @p n descriptors open at once, the three standard streams and
 *  one of the judge's counted: opening one more fails with EMFILE. @param n  at least 24; 0: no such limit */
void judge_program_limit_files(int n);

/** @brief In programs started from now on the @p k-th call (from 0) of @p function fails with @p error.
 *  @param function  "pthread_create"; no other one is redirected in programs
 *  @param k         -1: no call fails */
void judge_program_fail(const char *function, int k, int error);

/** @brief What programs started from now on read on standard input. @param bytes  copied; NULL: nothing */
void judge_program_input(const void *bytes, size_t length);

/** @brief Starts the program with these arguments; standard input is empty, or what judge_program_input()
 *  gave.
 *  @param arguments  after the program's name; ends with NULL; the strings are not kept */
struct judge_program judge_program_start(const char *const *arguments);

/** @brief Waits for the end, reading what it prints. A sanitizer's report, a crash or a TODO in the program
 *  ends the case with that verdict. */
void judge_program_finish(struct judge_program *program);

/** @brief judge_program_start() and judge_program_finish() in one. */
struct judge_program judge_program_run(const char *const *arguments);

/** @brief Releases the texts. */
void judge_program_close(struct judge_program *program);

/** @brief Ends the case as `serial` unless the program's threads divided the work, as EXPECT_BALANCED
 *  does; its main thread may be one of the workers. After judge_program_finish(). */
#define EXPECT_PROGRAM_BALANCED(program, workers, why)                                                       \
    judge_expect_shares((program)->steps, (program)->threads, (workers), (why), __FILE__, __LINE__)

/** @brief Ends the case as `leak` if the program ended by itself with a descriptor open that it had opened.
 *  After judge_program_finish(). */
#define EXPECT_PROGRAM_CLOSED(program, why)                                                                  \
    judge_expect_closed((program)->left_open, (why), __FILE__, __LINE__)

/** @brief The exit status; ends the case as `crash` if a signal ended the program. */
int judge_program_exit(const struct judge_program *program);

/** @brief The text of line @p n (from 0) of a NUL-terminated text, without its newline.
 *  @return NULL: there is no such line; else owned by the caller: free() */
char *judge_line(const char *text, int n);

/** @brief The number of the first line that is exactly @p line; -1: none. */
int judge_line_find(const char *text, const char *line);

/** @brief How many lines there are. */
int judge_line_count(const char *text);

/** @brief A folder of the case's own, empty at its start and removed after it; also the program's working
 *  directory. */
const char *judge_folder(void);

/** @brief Makes a FIFO called @p name in judge_folder(). */
void judge_fifo_make(const char *name);

/** @brief Makes a FIFO called @p name in judge_folder(), and a process that opens and closes it once all others
 *  are blocked, as EXPECT_BLOCKED() says. A program that reads the FIFO to its end holds up who waits for it.
 *  @return the process's id: the caller waits for it */
#define JUDGE_FIFO_WHEN_BLOCKED(name, why) judge_fifo_when_blocked((name), (why), __FILE__, __LINE__)

/** @brief Waits until a reader has opened the FIFO, and returns the writing end. Ends the case as `wrong`
 *  with @p why if every thread of the program waits, so that none will ever open it.
 *  Writing to it after all readers have gone gives EPIPE, and no signal.
 *  @source fifo(7): opening for writing only, without blocking, fails with ENXIO until a reader is there */
int judge_fifo_open(const struct judge_program *program, const char *name, const char *why);

/** @brief Returns when every thread of the program waits (in read, open or a futex), or the program has
 *  ended. */
void judge_program_settle(const struct judge_program *program);

// ------------------------------------------------------------------------- behind the macros: not for checks

void judge_expect(bool holds, const char *condition, const char *why, const char *file, int line);
void judge_expect_integer(long long found, long long expected, const char *what, const char *why,
                          const char *file, int line);
void judge_expect_unsigned(unsigned long long found, unsigned long long expected, const char *what,
                           const char *why, const char *file, int line);
void judge_expect_string(const char *found, const char *expected, const char *what, const char *why,
                         const char *file, int line);
void judge_expect_pointer(const void *found, const void *expected, const char *what, const char *why,
                          const char *file, int line);
void judge_expect_bytes(const void *found, const void *expected, size_t bytes, const char *what,
                        const char *why, const char *file, int line);
void judge_expect_error(int found, int expected, const char *what, const char *why, const char *file,
                        int line);
void judge_expect_joined(const char *why, const char *file, int line);
void judge_expect_balanced(int workers, const char *why, const char *file, int line);
void judge_expect_shares(const double *steps, int n, int workers, const char *why, const char *file, int line);
void judge_expect_shared(bool holds, const char *condition, const char *why, const char *file, int line);
void judge_expect_closed(const char *left_open, const char *why, const char *file, int line);
void judge_expect_blocked(const char *why, const char *file, int line);
void judge_hold_writes(const char *why, const char *file, int line);
pid_t judge_fifo_when_blocked(const char *name, const char *why, const char *file, int line);
void judge_expect_arrival(const atomic_int *cell, int value, const char *verdict, const char *what,
                          const char *why, const char *file, int line);
void judge_expect_ending(int found, int expected, const char *what, const char *why, const char *file,
                         int line);
void judge_expect_no_children(const char *why, const char *file, int line);
void judge_expect_descriptors(const char *why);
