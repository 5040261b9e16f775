const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const trace = b.option(bool, "trace", "with the trace functions of the engine") orelse false;

    const cargo = b.addSystemCommand(&.{ "cargo", "build", "--release" });
    if (trace) cargo.addArgs(&.{ "--features", "trace" });

    const options = b.addOptions();
    options.addOption(bool, "trace", trace);

    const root = b.createModule(.{
        .root_source_file = b.path("src/main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    root.addOptions("config", options);
    root.addObjectFile(b.path("target/release/libengine.a"));
    root.linkSystemLibrary("unwind", .{});

    const exe = b.addExecutable(.{ .name = "engine", .root_module = root });
    exe.step.dependOn(&cargo.step);
    b.installArtifact(exe);
}
