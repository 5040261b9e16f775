pub const Span = extern struct { start: u64, end: u64 };

export fn span_len(s: *const Span) u64 {
    return s.end -| s.start;
}
