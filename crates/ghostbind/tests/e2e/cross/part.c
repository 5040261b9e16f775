#include <string.h>

unsigned long part_length(const char *text) { return strlen(text); }
