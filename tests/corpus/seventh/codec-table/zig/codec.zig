const SinkTable = extern struct {
    context: ?*anyopaque,
    begin: ?*const fn (context: ?*anyopaque, total: usize) callconv(.c) void,
    chunk: *const fn (context: ?*anyopaque, data: [*]const u8, len: usize) callconv(.c) bool,
    end: ?*const fn (context: ?*anyopaque) callconv(.c) void,
};

const chunk_len = 4;

/// The table is used during the call only.
export fn codec_run(table: *const SinkTable, data: [*]const u8, len: usize) usize {
    if (table.begin) |begin| begin(table.context, len);
    defer if (table.end) |end| end(table.context);
    var rest = data[0..len];
    while (rest.len > 0) {
        const n = @min(rest.len, chunk_len);
        var mixed: [chunk_len]u8 = undefined;
        for (mixed[0..n], rest[0..n]) |*m, b| m.* = b ^ 0x20;
        if (!table.chunk(table.context, &mixed, n)) break;
        rest = rest[n..];
    }
    return len - rest.len;
}
