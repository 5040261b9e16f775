//! Finds the name of a function of this program by its address, and is told why there is none.
const std = @import("std");
const blaze = @import("blazesym_c");

export fn looked_for() callconv(.c) void {}

pub fn main() u8 {
    const symbolizer = blaze.blaze_symbolizer_new();
    defer blaze.blaze_symbolizer_free(symbolizer);
    var source = std.mem.zeroes(blaze.blaze_symbolize_src_process);
    source.type_size = @sizeOf(blaze.blaze_symbolize_src_process);
    source.debug_syms = true;
    source.no_map_files = true;
    const addresses = [_]u64{ @intFromPtr(&looked_for), 1 };
    const found = blaze.blaze_symbolize_process_abs_addrs(symbolizer, &source, &addresses, addresses.len);
    if (found == null) return 1;
    defer blaze.blaze_syms_free(found);
    if (found[0].cnt != 2) return 2;
    // What follows the count, as many as it says.
    const symbols: [*]const blaze.blaze_sym = @ptrCast(&found[0].syms);
    if (!std.mem.eql(u8, std.mem.span(@as([*:0]const u8, @ptrCast(symbols[0].name))), "looked_for")) return 3;
    if (symbols[0].offset != 0) return 4;
    if (symbols[1].name != null or symbols[1].reason == 0) return 5;
    // A process that there is not.
    source.pid = std.math.maxInt(i32);
    if (blaze.blaze_symbolize_process_abs_addrs(symbolizer, &source, &addresses, 1) != null) return 6;
    const said = blaze.blaze_err_str(blaze.blaze_err_last());
    if (std.mem.span(@as([*:0]const u8, @ptrCast(said))).len == 0) return 7;
    return 0;
}
