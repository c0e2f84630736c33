// never comes back
static volatile int forever = 1;
int main(void) { while (forever) ; return 0; }
