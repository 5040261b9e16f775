const Session = struct { queries: u32 };

threadlocal var current: Session = .{ .queries = 0 };

/// One session a thread: it belongs to the thread that opened it.
export fn session_open() *Session {
    current.queries = 0;
    return &current;
}

export fn session_query(session: *Session, key: u32) u32 {
    session.queries += 1;
    return key * 2;
}

export fn session_close(session: *Session) void {
    session.queries = 0;
}
