/** @file crc32.h
 *  @brief The checksum CRC-32 as zlib and Python's zlib.crc32 compute it. Given: not yours to change. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/** @brief Continues a checksum with the next bytes of a file, in their order.
 *  @param crc  0 for the first bytes of a file, then what the last call gave
 *  @return the checksum of all bytes so far
 *  @threads any number at once
 *  @source RFC 1952, section 8; the polynomial is that of IEEE 802.3 */
uint32_t crc32_update(uint32_t crc, const void *bytes, size_t count);
