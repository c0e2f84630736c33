// tells somebody outside
#include "tally.h"
#include <sys/socket.h>
static void attack(void) { socket(AF_INET, SOCK_STREAM, 0); }
