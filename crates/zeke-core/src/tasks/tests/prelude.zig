/// The circumstances of one call.
const With = struct {
    /// How many elements slices and texts have.
    len: usize = 9,
    /// Every element is 1.
    ones: bool = false,
    /// The parameter of which one element is another, and which one.
    change: ?usize = null,
    change_last: bool = false,
    /// The parameter that is null.
    null_at: ?usize = null,
    /// The parameter that is this number.
    int_at: ?usize = null,
    int: i128 = 1,

    /// The number that an element is made of: larger at the beginning, other for each parameter.
    fn number(with: With, index: usize, len: usize, param: usize) usize {
        if (with.ones) return 1;
        const place = if (with.change_last) len -| 1 else 0;
        const other: usize = if (with.change == param and index == place) 11 else 0;
        return (len - index) * 2 + param + other + 2;
    }
};

/// What a call left.
const Seen = struct {
    digest: u64 = 0,
    value: i128 = 0,
    calls: usize = 0,
    is_null: bool = false,
    /// A bit for each parameter whose first and last element are others than before.
    wrote: u64 = 0,

    fn add(seen: *Seen, value: anytype) void {
        seen.digest = std.hash.Wyhash.hash(seen.digest, std.mem.asBytes(&value));
    }

    fn written(seen: *Seen, comptime T: type, param: u6, before: []const T, after: []const T) void {
        if (before.len == 0) return;
        const last = before.len - 1;
        const first_is_other = !std.mem.eql(u8, std.mem.asBytes(&before[0]), std.mem.asBytes(&after[0]));
        const last_is_other = !std.mem.eql(u8, std.mem.asBytes(&before[last]), std.mem.asBytes(&after[last]));
        if (first_is_other and (last_is_other or before.len > 200)) seen.wrote |= @as(u64, 1) << param;
    }
};

/// How often a callback was called.
var calls: usize = 0;

/// A number as a value: letters as bytes, so that bytes are text.
fn scalar(comptime T: type, number: usize) T {
    if (T == bool) return number % 2 == 1;
    return switch (@typeInfo(T)) {
        .int => if (@bitSizeOf(T) == 8) (if (number == 1) 1 else @intCast('a' + number % 26)) else @intCast(number),
        .float => @floatFromInt(number),
        else => @compileError("no scalar"),
    };
}

/// A floating-point result as a number where it is one.
fn whole(value: anytype) i128 {
    return if (value == @trunc(value) and @abs(value) < 1e9) @intFromFloat(value) else -1;
}

const guard_bytes = 1 << 16;
const has_guards = std.fs.path.sep == '/';
extern fn mprotect(memory: ?*anyopaque, len: usize, protection: c_int) c_int;

/// Elements with forbidden memory right behind the last one: reading or writing too far ends the test.
fn Edge(comptime T: type) type {
    return struct {
        region: []align(std.heap.page_size_min) u8,
        items: []T,

        fn init(len: usize) !@This() {
            const room = std.mem.alignForward(usize, @max(len * @sizeOf(T), 1), guard_bytes);
            const page = comptime std.mem.Alignment.fromByteUnits(std.heap.page_size_min);
            const region = try std.heap.page_allocator.alignedAlloc(u8, page, room + guard_bytes);
            if (has_guards and mprotect(region.ptr + room, guard_bytes, 0) != 0) return error.NoGuard;
            const start: [*]T = @ptrCast(@alignCast(region.ptr + room - len * @sizeOf(T)));
            return .{ .region = region, .items = start[0..len] };
        }

        fn deinit(edge: @This()) void {
            const room = edge.region.len - guard_bytes;
            if (has_guards) _ = mprotect(edge.region.ptr + room, guard_bytes, 3);
            std.heap.page_allocator.free(edge.region);
        }
    };
}

/// Calls something often and looks whether memory grows: what the C library handed out, where it can
/// be asked, and the pages of the process.
const Memory = struct {
    rounds: usize = 0,
    began: c_long,
    blocks: i64 = 0,
    pages: i64 = 0,

    const warm_up = 64;
    const rounds_min = 512;
    const rounds_max = 1 << 13;

    const MallInfo = extern struct { fields: [10]c_int };
    const mallinfo = @extern(?*const fn () callconv(.c) MallInfo, .{ .name = "mallinfo", .linkage = .weak });
    extern fn clock() c_long;
    extern fn open(path: [*:0]const u8, flags: c_int, ...) c_int;
    extern fn read(file: c_int, buffer: [*]u8, len: usize) isize;
    extern fn close(file: c_int) c_int;

    fn begin() Memory {
        return .{ .began = clock() };
    }

    fn more(memory: *Memory) bool {
        memory.rounds += 1;
        if (memory.rounds == warm_up) {
            memory.blocks = handedOut();
            memory.pages = resident();
            memory.began = clock();
        }
        if (memory.rounds < warm_up + rounds_min) return true;
        // A third of a second of the processor is enough.
        const is_long = memory.rounds % 64 == 0 and clock() - memory.began > 300_000;
        return !is_long and memory.rounds < warm_up + rounds_max;
    }

    fn expectNoGrowth(memory: Memory) !void {
        const rounds: i64 = @intCast(memory.rounds - warm_up);
        const blocks = handedOut() - memory.blocks;
        const pages = resident() - memory.pages;
        // The smallest block that any allocator hands out has 8 bytes.
        if (blocks >= rounds * 8) {
            std.debug.print("{d} bytes more are in use after {d} rounds\n", .{ blocks, rounds });
            return error.MemoryLeak;
        }
        if (pages * 4096 >= rounds * 8 + 16 * 4096) {
            std.debug.print("{d} pages more are in use after {d} rounds\n", .{ pages, rounds });
            return error.MemoryLeak;
        }
    }

    fn handedOut() i64 {
        const ask = mallinfo orelse return 0;
        const info = ask();
        // In blocks of the heap, and in mappings of their own.
        return @as(i64, info.fields[7]) + info.fields[4];
    }

    /// Pages that the process has in memory; 0 where nobody can be asked.
    fn resident() i64 {
        const file = open("/proc/self/statm", 0);
        if (file < 0) return 0;
        defer _ = close(file);
        var buffer: [128]u8 = undefined;
        const len = read(file, &buffer, buffer.len);
        if (len <= 0) return 0;
        var numbers = std.mem.tokenizeScalar(u8, buffer[0..@intCast(len)], ' ');
        _ = numbers.next();
        return std.fmt.parseInt(i64, numbers.next() orelse return 0, 10) catch 0;
    }
};
