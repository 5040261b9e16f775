//! Wraps the words of its command line into frames, as a device would send them, and takes them apart again.

const core = @import("shared-core");
const options = @import("build_options");

extern fn printf(format: [*:0]const u8, ...) c_int;
extern fn strlen(text: [*:0]const u8) usize;

/// Sent where the command line has no words.
const greeting = "hello from zig";

pub fn main() u8 {
    if (options.features.@"dev-tools") {
        _ = printf("zig-frontend %s for target \"%s\"\n", cText(options.version), cText(options.target));
    }
    if (!roundTrip(greeting)) return 1;
    if (options.features.telemetry) {
        _ = printf("telemetry: 1 frame of %zu bytes, crc %08x\n", greeting.len, core.shared_crc32(greeting, greeting.len));
    }
    return 0;
}

/// Encodes, prints, decodes and compares.
fn roundTrip(text: []const u8) bool {
    var frame: [256]u8 = undefined;
    const len = core.shared_frame_encode(text.ptr, text.len, &frame, frame.len);
    if (len == 0) return false;
    for (frame[0..len]) |byte| _ = printf("%02x", @as(c_uint, byte));
    _ = printf("\n");
    var payload: [256]u8 = undefined;
    const got = core.shared_frame_decode(&frame, len, &payload, payload.len);
    if (got != @as(isize, @intCast(text.len))) return false;
    for (text, payload[0..text.len]) |a, b| if (a != b) return false;
    return true;
}

/// A text of the build's options as C has it.
fn cText(comptime text: []const u8) [*:0]const u8 {
    return text ++ "";
}

test "a frame survives the way" {
    const testing = @import("std").testing;
    try testing.expect(roundTrip("abc"));
    var frame: [64]u8 = undefined;
    const len = core.shared_frame_encode("abc", 3, &frame, frame.len);
    frame[len - 1] ^= 1;
    var payload: [64]u8 = undefined;
    try testing.expect(core.shared_frame_decode(&frame, len, &payload, payload.len) == core.SHARED_DAMAGED);
}
