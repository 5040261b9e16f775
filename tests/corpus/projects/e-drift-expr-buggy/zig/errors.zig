const base = 0x100;
pub const Code = enum(u32) {
    ok = 0,
    parse = base | 1,
    io = base | 2,
    limit = base | 3,
};
export fn code_is_fatal(code: Code) bool { return code == .io or code == .limit; }
