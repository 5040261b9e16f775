pub const Header = extern struct { format: u16, tracks: u16, division: u16 };

extern fn midi_header(data: [*]const u8, len: usize, out: *Header) bool;
extern fn midi_last_error() i32;

pub const Error = error{ NotMidi, Truncated, Unknown };

pub fn header(bytes: []const u8) Error!Header {
    var out: Header = undefined;
    if (midi_header(bytes.ptr, bytes.len, &out)) return out;
    return switch (midi_last_error()) {
        -2 => error.NotMidi,
        -3 => error.Truncated,
        else => error.Unknown,
    };
}
