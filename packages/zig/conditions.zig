//! Whether a crate's last build still holds as far as no depfile can say: variables of the environment,
//! files that appeared, names in folders. The list is ghostbind's, `--conditions` of its last build; the
//! form of it is described in ghostbind's source, `cli/conditions.rs`.

const std = @import("std");

const Blake3 = std.crypto.hash.Blake3;
const Digest = [32]u8;

/// Since Zig 0.16 whoever reads or writes says with what.
const has_io = @hasField(std.Build.Graph, "io");

const list_bytes_max = 16 * 1024 * 1024;

/// What the run's key in Zig's cache must have: the token of the last build where all stands as it did
/// then, and one that was never there otherwise, so that ghostbind is asked.
pub fn token(b: *std.Build, list: []const u8) []const u8 {
    // From 0.17 on Zig keeps what this file decides, unless it is told that the world was looked at.
    if (@hasField(std.Build.Graph, "cache_poison")) {
        if (b.graph.cache_poison == .disallowed) return "unseen";
        b.graph.poisonCache();
    }
    return kept(b, list) orelse fresh(b);
}

fn fresh(b: *std.Build) []const u8 {
    var bytes: [16]u8 = undefined;
    if (has_io) b.graph.io.random(&bytes) else std.crypto.random.bytes(&bytes);
    return b.fmt("{x}", .{&bytes});
}

/// The token in the list, if everything in it is as it was.
fn kept(b: *std.Build, list: []const u8) ?[]const u8 {
    const text = read(b, list) orelse return null;
    var lines = std.mem.splitScalar(u8, text, '\n');
    if (!std.mem.eql(u8, lines.next() orelse return null, "ghostbind conditions 1")) return null;
    const said_token = after(lines.next() orelse return null, "token ") orelse return null;
    const said_state = after(lines.next() orelse return null, "state ") orelse return null;
    var hasher = Blake3.init(.{});
    while (lines.next()) |line| {
        if (line.len == 0) break;
        hasher.update(line);
        hasher.update(&.{0});
        hasher.update(&digestOf(b, line));
    }
    var state: Digest = undefined;
    hasher.final(&state);
    if (!std.mem.eql(u8, b.fmt("{x}", .{&state}), said_state)) return null;
    return said_token;
}

fn after(line: []const u8, prefix: []const u8) ?[]const u8 {
    return if (std.mem.startsWith(u8, line, prefix)) line[prefix.len..] else null;
}

fn digestOf(b: *std.Build, line: []const u8) Digest {
    if (after(line, "prefix ")) |prefix| return variables(b, prefix);
    if (after(line, "variable ")) |name| {
        const value = environment(b).get(name) orelse return @splat(0);
        return hash(value);
    }
    if (after(line, "absent ")) |path| return @splat(@intFromBool(exists(b, path)));
    if (after(line, "folder ")) |path| return names(b, path) catch @splat(0xff);
    return @splat(0x55);
}

fn environment(b: *std.Build) if (has_io) *std.process.Environ.Map else *std.process.EnvMap {
    return if (has_io) &b.graph.environ_map else &b.graph.env_map;
}

fn variables(b: *std.Build, prefix: []const u8) Digest {
    var sum: Digest = @splat(0);
    var entries = environment(b).iterator();
    while (entries.next()) |entry| {
        const name = entry.key_ptr.*;
        if (std.mem.startsWith(u8, name, prefix)) add(&sum, hash(b.fmt("{s}={s}", .{ name, entry.value_ptr.* })));
    }
    return sum;
}

fn names(b: *std.Build, path: []const u8) !Digest {
    var sum: Digest = @splat(0);
    if (has_io) {
        const io = b.graph.io;
        var folder = try std.Io.Dir.cwd().openDir(io, path, .{ .iterate = true });
        defer folder.close(io);
        var entries = folder.iterate();
        while (try entries.next(io)) |entry| add(&sum, hash(entry.name));
    } else {
        var folder = try std.fs.cwd().openDir(path, .{ .iterate = true });
        defer folder.close();
        var entries = folder.iterate();
        while (try entries.next()) |entry| add(&sum, hash(entry.name));
    }
    return sum;
}

fn exists(b: *std.Build, path: []const u8) bool {
    if (has_io) {
        std.Io.Dir.cwd().access(b.graph.io, path, .{}) catch return false;
    } else {
        std.fs.cwd().access(path, .{}) catch return false;
    }
    return true;
}

fn read(b: *std.Build, path: []const u8) ?[]const u8 {
    if (has_io) {
        const limit: std.Io.Limit = .limited(list_bytes_max);
        return std.Io.Dir.cwd().readFileAlloc(b.graph.io, path, b.allocator, limit) catch null;
    }
    return std.fs.cwd().readFileAlloc(b.allocator, path, list_bytes_max) catch null;
}

fn hash(text: []const u8) Digest {
    var digest: Digest = undefined;
    Blake3.hash(text, &digest, .{});
    return digest;
}

fn add(sum: *Digest, digest: Digest) void {
    for (sum, digest) |*byte, other| byte.* ^= other;
}
