pub const Opcode = enum(u8) {
    continuation = 0,
    text = 1,
    binary = 2,
    close = 8,
    ping = 9,
    pong = 10,
};

pub const Header = extern struct {
    length: u64,
    opcode: Opcode,
    fin: bool,
    masked: bool,

    extern fn ws_header(data: [*]const u8, len: usize, out: *Header) bool;
    extern fn ws_is_control(header: *const Header) bool;

    pub fn read(bytes: []const u8) ?Header {
        var header: Header = undefined;
        return if (ws_header(bytes.ptr, bytes.len, &header)) header else null;
    }

    pub const isControl = ws_is_control;
};
