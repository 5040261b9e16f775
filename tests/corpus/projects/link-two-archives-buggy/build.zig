const std = @import("std");
pub fn build(b: *std.Build) void {
    const target = b.standardTargetOptions(.{});
    const mod = b.createModule(.{ .root_source_file = b.path("zig/main.zig"), .target = target, .link_libc = true });
    mod.addObjectFile(b.path("target/release/libcodec.a"));
    mod.addObjectFile(b.path("target/release/libnet.a"));
    const exe = b.addExecutable(.{ .name = "app", .root_module = mod });
    b.installArtifact(exe);
}
