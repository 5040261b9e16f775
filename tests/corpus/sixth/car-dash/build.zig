const std = @import("std");

const RustLib = struct {
    dir: []const u8,
    name: []const u8,
};

const libs = [_]RustLib{
    .{ .dir = "rust/can", .name = "dash_can" },
    .{ .dir = "rust/nav", .name = "dash_nav" },
};

fn cargo(b: *std.Build, lib: RustLib) *std.Build.Step {
    const run = b.addSystemCommand(&.{ "cargo", "build", "--release", "--manifest-path" });
    run.addFileArg(b.path(b.pathJoin(&.{ lib.dir, "Cargo.toml" })));
    run.setName(lib.name);
    return &run.step;
}

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});
    const exe = b.addExecutable(.{
        .name = "dash",
        .root_module = b.createModule(.{
            .root_source_file = b.path("src/main.zig"),
            .target = target,
            .optimize = optimize,
            .link_libc = true,
        }),
    });
    for (libs) |lib| {
        const archive = b.fmt("{s}/target/release/lib{s}.a", .{ lib.dir, lib.name });
        exe.root_module.addObjectFile(b.path(archive));
        exe.step.dependOn(cargo(b, lib));
    }
    exe.root_module.linkSystemLibrary("unwind", .{});
    b.installArtifact(exe);
}
