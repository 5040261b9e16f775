const std = @import("std");
pub fn build(b: *std.Build) void { const t = b.standardTargetOptions(.{}); const lib = b.addLibrary(.{ .name = "text", .root_module = b.createModule(.{ .root_source_file = b.path("src/root.zig"), .target = t }) }); b.installArtifact(lib); }
