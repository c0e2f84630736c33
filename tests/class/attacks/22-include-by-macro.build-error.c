// the same where a scan does not look
#include "tally.h"
#define FILE_OF(x) #x
#define WHERE FILE_OF(/etc/passwd)
#include WHERE
static void attack(void) {}
