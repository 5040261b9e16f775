const std = @import("std");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});

    const cargo = b.addSystemCommand(&.{ "cargo", "build", "--release" });
    cargo.setCwd(b.path("rust"));

    const root = b.createModule(.{
        .root_source_file = b.path("main.zig"),
        .target = target,
        .optimize = optimize,
        .link_libc = true,
    });
    root.addObjectFile(b.path("rust/target/release/libsurvey.a"));
    root.linkSystemLibrary("unwind", .{});

    const exe = b.addExecutable(.{ .name = "survey", .root_module = root });
    exe.step.dependOn(&cargo.step);
    b.installArtifact(exe);
}
