//! Functions that C compilers know without any header, and warn about where one declares another of the name.

use super::super::lines::Lines;
use super::super::names::has;

/// Functions of C's and POSIX's libraries that GCC and Clang have built in.
const KNOWN: &str = "\
    abort abs acos acosh aligned_alloc alloca asin asinh atan atan2 atanh bcmp bcopy bzero cabs cacos cacosh calloc \
    carg casin casinh catan catanh cbrt ccos ccosh ceil cexp cimag clog clog10 conj copysign cos cosh cpow cproj creal \
    csin csinh csqrt ctan ctanh dcgettext dgettext drem erf erfc execl execle execlp execv execve execvp exit exp \
    exp10 exp2 expm1 fabs fdim ffs ffsl ffsll finite floor fma fmax fmin fmod fork fprintf fprintf_unlocked fputc \
    fputs fputs_unlocked free frexp fscanf fwrite fwrite_unlocked gamma gettext hypot ilogb imaxabs index isalnum \
    isalpha isascii isblank iscntrl isdigit isgraph isinf islower isnan isprint ispunct isspace isupper iswalnum \
    iswalpha iswblank iswcntrl iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit isxdigit j0 \
    j1 jn labs ldexp lgamma llabs llrint llround log log10 log1p log2 logb longjmp lrint lround malloc memccpy \
    memchr memcmp memcpy memmove mempcpy memset modf nan nearbyint nextafter nexttoward pow pow10 printf \
    printf_unlocked putc putchar puts realloc remainder remquo rindex rint round roundeven scalb scalbln scalbn \
    scanf setjmp signbit significand sin sincos sinh snprintf sprintf sqrt sscanf stpcpy stpncpy strcasecmp strcat \
    strchr strcmp strcpy strcspn strdup strerror strfmon strftime strlen strncasecmp strncat strncmp strncpy strndup \
    strnlen strpbrk strrchr strspn strstr strtod strtol strtoul strxfrm tan tanh tgamma toascii tolower toupper \
    towlower towupper trunc vfork vfprintf vfscanf vprintf vscanf vsnprintf vsprintf vsscanf y0 y1 yn";

/// Whether a compiler may take a function of this name for its own. Those for `float` and `long double` have
/// a letter behind.
pub(super) fn is_known(name: &str) -> bool {
    has(KNOWN, name) || name.strip_suffix(['f', 'l']).is_some_and(|plain| has(KNOWN, plain))
}

/// Tells compilers that what follows is another function of the name.
pub(super) fn begin(lines: &mut Lines) {
    lines.line("#if defined(__clang__)");
    lines.line("#pragma clang diagnostic push");
    lines.line("#pragma clang diagnostic ignored \"-Wincompatible-library-redeclaration\"");
    lines.line("#elif defined(__GNUC__)");
    lines.line("#pragma GCC diagnostic push");
    lines.line("#pragma GCC diagnostic ignored \"-Wbuiltin-declaration-mismatch\"");
    lines.line("#endif");
}

/// Ends that.
pub(super) fn end(lines: &mut Lines) {
    lines.line("#if defined(__clang__)");
    lines.line("#pragma clang diagnostic pop");
    lines.line("#elif defined(__GNUC__)");
    lines.line("#pragma GCC diagnostic pop");
    lines.line("#endif");
}
