const std = @import("std");
const rust = @import("rust_interface.zig");

pub fn main() !void {
    var gpa: std.heap.DebugAllocator(.{}) = .init;
    defer _ = gpa.deinit();
    const allocator = gpa.allocator();

    // A processor on the Rust side, with a JSON configuration.
    var core = try rust.RustCore.init(allocator,
        \\{"mode": "production", "threads": 4}
    );
    defer core.deinit();

    // Rust's vector instructions on Zig's memory.
    const a = [_]f32{ 1.0, 2.0, 3.0, 4.0 };
    const b = [_]f32{ 5.0, 6.0, 7.0, 8.0 };
    var result = [_]f32{ 0.0, 0.0, 0.0, 0.0 };
    try rust.RustMath.vectorAdd(&a, &b, &result);
    try print("Vector addition result: {any}\n", .{result});

    // A is 2 x 3, B is 3 x 2.
    const left = [_]f32{ 1, 2, 3, 4, 5, 6 };
    const right = [_]f32{ 7, 8, 9, 10, 11, 12 };
    var product: [4]f32 = undefined;
    try rust.RustMath.matrixMultiply(&left, &right, &product, 2, 3);
    try print("Matrix product: {any}\n", .{product});

    const processed = try core.process(allocator, "Hello   from\tZig!");
    defer allocator.free(processed);
    try print("Processed: {s}\n", .{processed});
}

/// Prints to standard output, in Zig 0.15, 0.16 and 0.17 alike.
fn print(comptime format: []const u8, args: anytype) !void {
    var buffer: [1024]u8 = undefined;
    if (@hasDecl(std.Io, "Threaded")) {
        var threaded: std.Io.Threaded = .init_single_threaded;
        var writer = std.Io.File.stdout().writerStreaming(threaded.io(), &buffer);
        try writer.interface.print(format, args);
        try writer.interface.flush();
    } else {
        var writer = std.fs.File.stdout().writerStreaming(&buffer);
        try writer.interface.print(format, args);
        try writer.interface.flush();
    }
}

test {
    _ = rust;
}
