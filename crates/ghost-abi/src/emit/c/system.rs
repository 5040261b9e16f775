//! Types that C's own headers define, and that no other header may define again.

use super::super::plan::Plan;
use super::Frame;
use Kind::{Name, Tag};

/// A type of C's library.
#[derive(Debug)]
pub(super) struct Row {
    name: &'static str,
    kind: Kind,
    /// The header that defines it.
    pub(super) header: &'static str,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    /// A typedef.
    Name,
    /// `struct Name`.
    Tag,
}

const fn row(header: &'static str, kind: Kind, name: &'static str) -> Row {
    Row { name, kind, header }
}

const ROWS: &[Row] = &[
    row("stdio.h", Name, "FILE"),
    row("stdio.h", Name, "fpos_t"),
    row("stdlib.h", Name, "div_t"),
    row("stdlib.h", Name, "ldiv_t"),
    row("stdlib.h", Name, "lldiv_t"),
    row("locale.h", Tag, "lconv"),
    row("time.h", Tag, "tm"),
    row("time.h", Tag, "timespec"),
    row("time.h", Tag, "itimerspec"),
    row("sys/time.h", Tag, "timeval"),
    row("sys/time.h", Tag, "itimerval"),
    row("sys/time.h", Tag, "timezone"),
    row("sys/times.h", Tag, "tms"),
    row("utime.h", Tag, "utimbuf"),
    row("sys/stat.h", Tag, "stat"),
    row("sys/statvfs.h", Tag, "statvfs"),
    row("sys/uio.h", Tag, "iovec"),
    row("sys/select.h", Name, "fd_set"),
    row("sys/resource.h", Tag, "rlimit"),
    row("sys/resource.h", Tag, "rusage"),
    row("sys/utsname.h", Tag, "utsname"),
    row("sys/socket.h", Tag, "sockaddr"),
    row("sys/socket.h", Tag, "sockaddr_storage"),
    row("sys/socket.h", Tag, "msghdr"),
    row("sys/socket.h", Tag, "cmsghdr"),
    row("sys/socket.h", Tag, "linger"),
    row("sys/un.h", Tag, "sockaddr_un"),
    row("netinet/in.h", Tag, "in_addr"),
    row("netinet/in.h", Tag, "in6_addr"),
    row("netinet/in.h", Tag, "sockaddr_in"),
    row("netinet/in.h", Tag, "sockaddr_in6"),
    row("netdb.h", Tag, "addrinfo"),
    row("netdb.h", Tag, "hostent"),
    row("netdb.h", Tag, "servent"),
    row("netdb.h", Tag, "protoent"),
    row("ifaddrs.h", Tag, "ifaddrs"),
    row("dirent.h", Name, "DIR"),
    row("dirent.h", Tag, "dirent"),
    row("poll.h", Tag, "pollfd"),
    row("pwd.h", Tag, "passwd"),
    row("grp.h", Tag, "group"),
    row("termios.h", Tag, "termios"),
    row("sys/ioctl.h", Tag, "winsize"),
    row("fcntl.h", Tag, "flock"),
    row("signal.h", Tag, "sigaction"),
    row("signal.h", Name, "siginfo_t"),
    row("signal.h", Name, "sigset_t"),
    row("signal.h", Name, "stack_t"),
    row("pthread.h", Name, "pthread_mutex_t"),
    row("pthread.h", Name, "pthread_cond_t"),
    row("pthread.h", Name, "pthread_attr_t"),
    row("pthread.h", Name, "pthread_rwlock_t"),
    row("semaphore.h", Name, "sem_t"),
];

impl Row {
    /// The type in a declaration.
    pub(super) fn spelling(&self) -> String {
        match self.kind {
            Name => self.name.to_owned(),
            Tag => format!("struct {}", self.name),
        }
    }
}

/// The types of a plan that a header of C's library defines: those of Rust's crate `libc`, and whatever has
/// the name of a type in a header that is included anyway.
pub(super) fn types<'a>(plan: &Plan<'a>, frame: &Frame) -> Vec<(&'a str, &'static Row)> {
    let included = |row: &Row| frame.includes.iter().any(|i| i.trim_matches(['<', '>', '"']) == row.header);
    let of_system = plan.types.iter().filter_map(|planned| {
        let row = ROWS.iter().find(|row| row.name == planned.def.name)?;
        (planned.def.of_libc || included(row)).then_some((planned.key, row))
    });
    of_system.collect()
}
