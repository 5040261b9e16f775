//! The Rust crates as Zig would have them: slices, errors, and memory that is freed by the side that
//! made it. `core` and `math` are the bindings that zbuild generates.

const std = @import("std");
const core = @import("core");
const math = @import("math");

pub const RustCore = struct {
    handle: *core.CoreHandle,

    /// `config` is JSON; see rust_libs/core/src/config.rs.
    pub fn init(allocator: std.mem.Allocator, config: []const u8) !RustCore {
        const config_z = try allocator.alloc(u8, config.len + 1);
        defer allocator.free(config_z);
        @memcpy(config_z[0..config.len], config);
        config_z[config.len] = 0;

        const handle = core.core_create(config_z[0..config.len :0].ptr) orelse return lastError();
        return .{ .handle = handle };
    }

    pub fn deinit(self: *RustCore) void {
        core.core_destroy(self.handle);
        self.* = undefined;
    }

    /// The result is the caller's, from `allocator`.
    pub fn process(self: *RustCore, allocator: std.mem.Allocator, data: []const u8) ![]const u8 {
        const result = core.core_process(self.handle, data.ptr, data.len) orelse return lastError();
        // Rust made it, Rust frees it.
        defer core.core_free_string(result);

        const text: [*:0]const u8 = @ptrCast(result);
        return allocator.dupe(u8, std.mem.span(text));
    }

    pub const Error = error{ NullArgument, InvalidConfig, InvalidText, NoThread, Internal };

    fn lastError() Error {
        return switch (core.core_last_error()) {
            .NullArgument => error.NullArgument,
            .InvalidConfig => error.InvalidConfig,
            .InvalidText => error.InvalidText,
            .NoThread => error.NoThread,
            else => error.Internal,
        };
    }
};

pub const RustMath = struct {
    pub fn vectorAdd(a: []const f32, b: []const f32, result: []f32) !void {
        if (a.len != b.len or a.len != result.len) return error.SizeMismatch;

        if (!math.math_vector_add(a.ptr, b.ptr, result.ptr, a.len)) return error.MathError;
    }

    /// `a` is rows x cols, `b` is cols x rows, `result` is rows x rows, all row by row.
    pub fn matrixMultiply(a: []const f32, b: []const f32, result: []f32, rows: usize, cols: usize) !void {
        const input = std.math.mul(usize, rows, cols) catch return error.SizeMismatch;
        const output = std.math.mul(usize, rows, rows) catch return error.SizeMismatch;
        if (a.len != input or b.len != input or result.len != output) return error.SizeMismatch;

        if (!math.math_matrix_multiply(a.ptr, b.ptr, result.ptr, rows, cols)) return error.MatrixError;
    }
};

test "process text" {
    var rust = try RustCore.init(std.testing.allocator, "{}");
    defer rust.deinit();
    const processed = try rust.process(std.testing.allocator, " a  b ");
    defer std.testing.allocator.free(processed);
    try std.testing.expectEqualStrings("a b [2 words, 2 characters]", processed);
}

test "errors arrive as errors" {
    try std.testing.expectError(error.InvalidConfig, RustCore.init(std.testing.allocator, "no json"));
    var rust = try RustCore.init(std.testing.allocator, "{}");
    defer rust.deinit();
    try std.testing.expectError(error.InvalidText, rust.process(std.testing.allocator, "\xff"));
}

test "add vectors" {
    const a = [_]f32{ 1, 2, 3 };
    var result: [3]f32 = undefined;
    try RustMath.vectorAdd(&a, &a, &result);
    try std.testing.expectEqualSlices(f32, &.{ 2, 4, 6 }, &result);
    try std.testing.expectError(error.SizeMismatch, RustMath.vectorAdd(a[0..2], &a, &result));
}

test "multiply matrices" {
    const a = [_]f32{ 1, 2, 3, 4, 5, 6 };
    var result: [4]f32 = undefined;
    try RustMath.matrixMultiply(&a, &a, &result, 2, 3);
    try std.testing.expectEqualSlices(f32, &.{ 22, 28, 49, 64 }, &result);
    try std.testing.expectError(error.SizeMismatch, RustMath.matrixMultiply(&a, &a, result[0..3], 2, 3));
}
