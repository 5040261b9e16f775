const std = @import("std");

const engines = [_][]const u8{ "lexer", "layout" };

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});

    const root = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    root.linkSystemLibrary("unwind", .{});

    const exe = b.addExecutable(.{ .name = "typeset", .root_module = root });
    for (engines) |name| {
        const cargo = b.addSystemCommand(&.{ "cargo", "rustc", "--release", "--crate-type", "staticlib" });
        cargo.setCwd(b.path(b.fmt("engines/{s}", .{name})));
        exe.step.dependOn(&cargo.step);
        root.addObjectFile(b.path(b.fmt("engines/{s}/target/release/lib{s}.a", .{ name, name })));
    }
    b.installArtifact(exe);
}
