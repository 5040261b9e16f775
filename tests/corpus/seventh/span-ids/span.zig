pub const SpanId = extern struct {
    trace: u32,
    span: u32,
};

/// Unique in the process; 0 means "no span".
var last_span: u32 = 0;

export fn span_next_id(trace: u32) SpanId {
    last_span +%= 1;
    if (last_span == 0) last_span = 1;
    return .{ .trace = trace, .span = last_span };
}

export fn span_pack(id: SpanId) u64 {
    return (@as(u64, id.trace) << 32) | id.span;
}
