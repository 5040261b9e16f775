const std = @import("std");
const ghost = @import("ghost_build");

pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const optimize = b.standardOptimizeOption(.{});

    const greeter = ghost.addRustCrate(b, .{
        .name = "greeter",
        .manifest = b.path("greeter/Cargo.toml"),
        .target = target,
        .optimize = optimize,
        .bindings = .idiomatic,
    });

    const exe = b.addExecutable(.{
        .name = "app",
        .root_module = b.createModule(.{
            .root_source_file = b.path("src/main.zig"),
            .target = target,
            .optimize = optimize,
        }),
    });
    exe.root_module.addImport("greeter", greeter.module);
    b.installArtifact(exe);

    const run = b.addRunArtifact(exe);
    b.step("run", "Build and run the program").dependOn(&run.step);
}
