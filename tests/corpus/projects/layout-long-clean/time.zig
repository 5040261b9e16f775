pub const Span = extern struct {
    seconds: i64,
    nanos: i32,
};
pub extern fn span_positive(s: *const Span) bool;
