//! Names that the platform's C library gives: a declaration of one needs no other side, and an
//! export of one replaces it.

/// Whether a symbol belongs to the C library (with libm and the threads) of the platforms that
/// Ghost builds for.
#[must_use]
pub fn is_symbol(name: &str) -> bool {
    SYMBOLS.binary_search(&name).is_ok()
}

/// C11 7, POSIX.1-2017 and what glibc, musl and Apple's libc share beyond them; sorted.
#[rustfmt::skip]
const SYMBOLS: &[&str] = &[
    "abort", "abs", "accept", "access", "acos", "acosf", "acosh", "acoshf", "alarm", "aligned_alloc",
    "asctime", "asctime_r", "asin", "asinf", "asinh", "asinhf", "asprintf", "at_quick_exit", "atan",
    "atan2", "atan2f", "atanf", "atanh", "atanhf", "atexit", "atof", "atoi", "atol", "atoll", "basename",
    "bcmp", "bcopy", "bind", "bsearch", "bzero", "cabs", "calloc", "cbrt", "cbrtf", "ceil", "ceilf",
    "chdir", "chmod", "chown", "clearenv", "clearerr", "clock", "clock_getres", "clock_gettime",
    "clock_nanosleep", "clock_settime", "clone", "close", "closedir", "closelog", "confstr", "connect",
    "copysign", "copysignf", "cos", "cosf", "cosh", "coshf", "creat", "ctime", "ctime_r", "daemon",
    "difftime", "dirfd", "dirname", "div", "dl_iterate_phdr", "dladdr", "dlclose", "dlerror", "dlopen",
    "dlsym", "dprintf", "dup", "dup2", "dup3", "environ", "epoll_create", "epoll_create1", "epoll_ctl",
    "epoll_wait", "erf", "erff", "err", "errno", "errx", "eventfd", "execl", "execle", "execlp", "execv",
    "execve", "execvp", "exit", "exp", "exp2", "exp2f", "expf", "explicit_bzero", "expm1", "expm1f", "fabs",
    "fabsf", "faccessat", "fallocate", "fchdir", "fchmod", "fchmodat", "fchown", "fclose", "fcntl",
    "fdatasync", "fdim", "fdopen", "fdopendir", "feof", "ferror", "fflush", "ffs", "fgetc", "fgetpos",
    "fgets", "fileno", "flock", "floor", "floorf", "fma", "fmaf", "fmax", "fmaxf", "fmin", "fminf", "fmod",
    "fmodf", "fopen", "fork", "fprintf", "fputc", "fputs", "fread", "free", "freeaddrinfo", "freopen",
    "frexp", "frexpf", "fscanf", "fseek", "fseeko", "fsetpos", "fstat", "fstatat", "fsync", "ftell",
    "ftello", "ftruncate", "ftw", "futimens", "fwrite", "gai_strerror", "getaddrinfo", "getauxval", "getc",
    "getchar", "getcwd", "getdelim", "getegid", "getentropy", "getenv", "geteuid", "getgid", "getgrgid",
    "getgrnam", "gethostbyname", "gethostname", "getitimer", "getline", "getlogin", "getnameinfo", "getopt",
    "getopt_long", "getpagesize", "getpeername", "getpgid", "getpgrp", "getpid", "getppid", "getpriority",
    "getpwnam", "getpwuid", "getrandom", "getrlimit", "getrusage", "gets", "getsid", "getsockname",
    "getsockopt", "gettid", "gettimeofday", "getuid", "getwchar", "glob", "globfree", "gmtime", "gmtime_r",
    "htonl", "htons", "hypot", "hypotf", "iconv", "iconv_close", "iconv_open", "if_nametoindex", "imaxabs",
    "index", "inet_addr", "inet_ntoa", "inet_ntop", "inet_pton", "initgroups", "inotify_add_watch",
    "inotify_init", "inotify_init1", "inotify_rm_watch", "ioctl", "isalnum", "isalpha", "isascii", "isatty",
    "isblank", "iscntrl", "isdigit", "isgraph", "islower", "isprint", "ispunct", "isspace", "isupper",
    "isxdigit", "kill", "killpg", "labs", "lchown", "ldexp", "ldexpf", "ldiv", "lgamma", "link", "linkat",
    "listen", "llabs", "lldiv", "llround", "localeconv", "localtime", "localtime_r", "lockf", "log",
    "log10", "log10f", "log1p", "log1pf", "log2", "log2f", "logf", "longjmp", "lrand48", "lround", "lseek",
    "lstat", "madvise", "main", "malloc", "malloc_usable_size", "mblen", "mbrlen", "mbrtowc", "mbstowcs",
    "mbtowc", "memalign", "memccpy", "memchr", "memcmp", "memcpy", "memfd_create", "memmem", "memmove",
    "mempcpy", "memrchr", "memset", "mincore", "mkdir", "mkdirat", "mkdtemp", "mkfifo", "mknod", "mkostemp",
    "mkstemp", "mktime", "mlock", "mlockall", "mmap", "modf", "modff", "mount", "mprotect", "mremap",
    "msync", "munlock", "munmap", "nan", "nanf", "nanosleep", "nearbyint", "nextafter", "nice", "ntohl",
    "ntohs", "open", "openat", "opendir", "openlog", "openpty", "pathconf", "pause", "pclose", "perror",
    "personality", "pipe", "pipe2", "poll", "popen", "posix_fadvise", "posix_memalign", "posix_openpt",
    "posix_spawn", "posix_spawnp", "pow", "powf", "ppoll", "prctl", "pread", "preadv", "printf",
    "pthread_atfork", "pthread_attr_destroy", "pthread_attr_getstack", "pthread_attr_init",
    "pthread_attr_setdetachstate", "pthread_attr_setstacksize", "pthread_barrier_init",
    "pthread_barrier_wait", "pthread_cancel", "pthread_cond_broadcast", "pthread_cond_destroy",
    "pthread_cond_init", "pthread_cond_signal", "pthread_cond_timedwait", "pthread_cond_wait",
    "pthread_create", "pthread_detach", "pthread_equal", "pthread_exit", "pthread_getspecific",
    "pthread_join", "pthread_key_create", "pthread_key_delete", "pthread_kill", "pthread_mutex_destroy",
    "pthread_mutex_init", "pthread_mutex_lock", "pthread_mutex_trylock", "pthread_mutex_unlock",
    "pthread_mutexattr_destroy", "pthread_mutexattr_init", "pthread_mutexattr_settype", "pthread_once",
    "pthread_rwlock_destroy", "pthread_rwlock_init", "pthread_rwlock_rdlock", "pthread_rwlock_unlock",
    "pthread_rwlock_wrlock", "pthread_self", "pthread_setname_np", "pthread_setspecific", "pthread_sigmask",
    "pthread_spin_lock", "ptrace", "putc", "putchar", "putenv", "puts", "pwrite", "pwritev", "qsort",
    "qsort_r", "quick_exit", "raise", "rand", "rand_r", "random", "read", "readdir", "readdir_r",
    "readlink", "readlinkat", "readv", "realloc", "reallocarray", "realpath", "recv", "recvfrom", "recvmsg",
    "regcomp", "regerror", "regexec", "regfree", "remainder", "remove", "rename", "renameat", "rewind",
    "rewinddir", "rindex", "rint", "rintf", "rmdir", "round", "roundf", "sbrk", "scanf",
    "sched_getaffinity", "sched_getcpu", "sched_setaffinity", "sched_yield", "select", "sem_close",
    "sem_destroy", "sem_getvalue", "sem_init", "sem_open", "sem_post", "sem_timedwait", "sem_trywait",
    "sem_unlink", "sem_wait", "send", "sendfile", "sendmsg", "sendto", "setbuf", "setegid", "setenv",
    "seteuid", "setgid", "setgroups", "sethostname", "setitimer", "setjmp", "setlocale", "setpgid",
    "setpriority", "setregid", "setreuid", "setrlimit", "setsid", "setsockopt", "settimeofday", "setuid",
    "setvbuf", "shm_open", "shm_unlink", "shutdown", "sigaction", "sigaddset", "sigaltstack", "sigdelset",
    "sigemptyset", "sigfillset", "siginterrupt", "sigismember", "signal", "sigpending", "sigprocmask",
    "sigsuspend", "sigwait", "sin", "sincos", "sinf", "sinh", "sinhf", "sleep", "snprintf", "socket",
    "socketpair", "splice", "sprintf", "sqrt", "sqrtf", "srand", "srand48", "srandom", "sscanf", "stat",
    "statfs", "statvfs", "stderr", "stdin", "stdout", "stpcpy", "stpncpy", "strcasecmp", "strcasestr",
    "strcat", "strchr", "strchrnul", "strcmp", "strcoll", "strcpy", "strcspn", "strdup", "strerror",
    "strerror_r", "strftime", "strlcat", "strlcpy", "strlen", "strncasecmp", "strncat", "strncmp",
    "strncpy", "strndup", "strnlen", "strpbrk", "strptime", "strrchr", "strsep", "strsignal", "strspn",
    "strstr", "strtod", "strtof", "strtoimax", "strtok", "strtok_r", "strtol", "strtold", "strtoll",
    "strtoul", "strtoull", "strtoumax", "strxfrm", "symlink", "symlinkat", "sync", "syscall", "sysconf",
    "sysinfo", "syslog", "system", "tan", "tanf", "tanh", "tanhf", "tcgetattr", "tcsetattr", "tdelete",
    "tfind", "tgamma", "time", "timegm", "timer_create", "timerfd_create", "timerfd_settime", "times",
    "tmpfile", "tmpnam", "toascii", "tolower", "toupper", "towlower", "towupper", "trunc", "truncate",
    "truncf", "tsearch", "ttyname", "twalk", "tzset", "ualarm", "umask", "umount", "uname", "ungetc",
    "unlink", "unlinkat", "unsetenv", "usleep", "utime", "utimensat", "utimes", "vasprintf", "vdprintf",
    "vfork", "vfprintf", "vfscanf", "vprintf", "vscanf", "vsnprintf", "vsprintf", "vsscanf", "wait",
    "wait3", "wait4", "waitid", "waitpid", "wcrtomb", "wcscat", "wcschr", "wcscmp", "wcscpy", "wcslen",
    "wcsncmp", "wcsncpy", "wcsrchr", "wcsstr", "wcstombs", "wctomb", "wmemchr", "wmemcmp", "wmemcpy",
    "wmemset", "write", "writev",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_known_names_are_found() {
        assert!(SYMBOLS.is_sorted());
        assert!(is_symbol("printf") && is_symbol("pthread_create") && !is_symbol("crc_step"));
    }
}
