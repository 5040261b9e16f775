//! Rust crates in a `build.zig`: `addRustCrate` gives a module with the crate's bindings that links the
//! crate and everything that it needs.
//!
//! `ghostbind` runs when something changed that the crate is made of: each run leaves the list of the files
//! that it read (Rust sources, path dependencies, lock file, what build scripts watch, toolchain) and of the
//! variables, absent files and folders that mattered. There is no list here that could be out of date, and a
//! build in which nothing changed starts nothing.

const std = @import("std");
const conditions = @import("conditions.zig");

/// How the module looks.
pub const Bindings = enum { raw, idiomatic };

/// A crate, or several that become one library.
pub const Options = struct {
    /// The crate's library name; the name of the whole where `also` names more crates.
    name: []const u8,
    /// Its Cargo.toml.
    manifest: std.Build.LazyPath,
    /// Further crates. Two Rust archives in one program may link and still be wrong: name them all here.
    also: []const std.Build.LazyPath = &.{},
    target: std.Build.ResolvedTarget,
    optimize: std.builtin.OptimizeMode,
    /// Cargo's profile: `dev` for Debug and `release` for the others if not said.
    profile: ?[]const u8 = null,
    features: []const []const u8 = &.{},
    default_features: bool = true,
    bindings: Bindings = .raw,
    /// Libraries that the crate needs beside those that every Rust crate does, of the system or its own. A build
    /// that lacks one fails and names it.
    system_libraries: []const []const u8 = &.{},
    /// Frameworks of Apple's systems, in the same way.
    frameworks: []const []const u8 = &.{},
    /// Do not let cargo use the network.
    offline: bool = false,
    /// The program.
    ghostbind: []const u8 = "ghostbind",
};

/// What a crate gives.
pub const RustCrate = struct {
    /// The bindings. Whoever imports it links the crate.
    module: *std.Build.Module,
    /// The static library.
    library: std.Build.LazyPath,
    /// The folder of the C headers.
    include: std.Build.LazyPath,
    /// The manifest: what was built, as JSON.
    manifest: std.Build.LazyPath,
    /// What builds it.
    run: *std.Build.Step.Run,
};

/// Adds a crate to the build.
pub fn addRustCrate(b: *std.Build, options: Options) RustCrate {
    const os = options.target.result.os.tag;
    const run = b.addSystemCommand(&.{ options.ghostbind, "build", "--quiet", "--crate-type", "staticlib" });
    run.setName(b.fmt("ghostbind {s}", .{options.name}));
    // `.ghostbind` lies in the project, beside build.zig.
    run.setCwd(b.path("."));
    run.addArg("--manifest-path");
    run.addFileArg(options.manifest);
    for (options.also) |manifest| {
        run.addArg("--manifest-path");
        run.addFileArg(manifest);
    }
    if (options.also.len > 0) run.addArgs(&.{ "--name", options.name });
    if (!options.target.query.isNative()) {
        const triple = options.target.query.zigTriple(b.allocator) catch @panic("OOM");
        run.addArgs(&.{ "--zig-target", triple });
    }
    // Rust is not told of features that are taken away: it then keeps to what every processor has.
    if (options.target.query.cpu_features_sub.isEmpty()) switch (options.target.query.cpu_model) {
        .explicit => |model| run.addArgs(&.{ "--cpu", model.name }),
        .baseline => run.addArgs(&.{ "--cpu", "baseline" }),
        .native => run.addArgs(&.{ "--cpu", "native" }),
        .determined_by_arch_os => {},
    };
    // The mode is `Debug` up to Zig 0.16 and `debug` since.
    const debug = std.ascii.eqlIgnoreCase(@tagName(options.optimize), "debug");
    const profile = options.profile orelse if (debug) "dev" else "release";
    run.addArgs(&.{ "--profile", profile, "--bindings", @tagName(options.bindings) });
    for (options.features) |feature| run.addArgs(&.{ "--features", feature });
    if (!options.default_features) run.addArg("--no-default-features");
    if (options.offline) run.addArg("--offline");

    const always = systemLibraries(os, options.target.result.abi);
    for (always) |library| run.addArgs(&.{ "--linked", library });
    for (options.system_libraries) |library| run.addArgs(&.{ "--linked", library });
    for (options.frameworks) |framework| run.addArgs(&.{ "--linked", b.fmt("framework:{s}", .{framework}) });
    run.addArg("--depfile");
    _ = run.addDepFileOutputArg(b.fmt("{s}.d", .{options.name}));
    const list = b.fmt(".ghostbind/cache/zig-build/{s}-{x}", .{ options.name, digest(b, options, profile) });
    run.addArgs(&.{ "--conditions", list, "--token", conditions.token(b, fromRoot(b, list)) });
    run.addArg("--copy-to");
    const made = run.addOutputDirectoryArg(options.name);

    const msvc = options.target.result.abi == .msvc;
    const file = if (msvc) b.fmt("{s}.lib", .{options.name}) else b.fmt("lib{s}.a", .{options.name});
    const library = made.path(b, file);
    const root = switch (options.bindings) {
        .raw => b.fmt("{s}.zig", .{options.name}),
        .idiomatic => b.fmt("{s}.idiomatic.zig", .{options.name}),
    };
    const module = b.createModule(.{
        .root_source_file = made.path(b, root),
        .target = options.target,
        .optimize = options.optimize,
        .link_libc = true,
    });
    module.addObjectFile(library);
    // Libraries that the crate brings, or that its build script made.
    module.addLibraryPath(made.path(b, "native"));
    for (always) |name| if (!std.mem.eql(u8, name, "c")) {
        module.linkSystemLibrary(name, .{ .use_pkg_config = .no });
    };
    for (options.system_libraries) |name| module.linkSystemLibrary(name, .{});
    for (options.frameworks) |name| module.linkFramework(name, .{});
    return .{
        .module = module,
        .library = library,
        .include = made.path(b, "include"),
        .manifest = made.path(b, b.fmt("{s}.json", .{options.name})),
        .run = run,
    };
}

fn fromRoot(b: *std.Build, path: []const u8) []const u8 {
    if (@hasDecl(std.Build, "pathFromRoot")) return b.pathFromRoot(path);
    const joined = b.root.join(b.allocator, path) catch @panic("OOM");
    return joined.toString(b.allocator) catch @panic("OOM");
}

/// Tells apart the ways in which one crate is built: each keeps a list of its own.
fn digest(b: *std.Build, options: Options, profile: []const u8) u64 {
    var hasher = std.hash.Wyhash.init(0);
    const triple = options.target.query.zigTriple(b.allocator) catch @panic("OOM");
    const cpu = options.target.result.cpu.model.name;
    const manifest = options.manifest.getDisplayName();
    addTexts(&hasher, &.{ triple, cpu, profile, @tagName(options.bindings), manifest, options.ghostbind });
    for (options.also) |also| addTexts(&hasher, &.{also.getDisplayName()});
    for ([_][]const []const u8{ options.features, options.system_libraries, options.frameworks }) |texts| {
        addTexts(&hasher, texts);
    }
    hasher.update(&.{ @intFromBool(options.default_features), @intFromBool(options.offline) });
    return hasher.final();
}

/// With how many and how long they are: `a`, `bc` are not `ab`, `c`.
fn addTexts(hasher: *std.hash.Wyhash, texts: []const []const u8) void {
    hasher.update(std.mem.asBytes(&texts.len));
    for (texts) |text| {
        hasher.update(std.mem.asBytes(&text.len));
        hasher.update(text);
    }
}

/// What Rust's standard library needs, by Zig's names.
fn systemLibraries(os: std.Target.Os.Tag, abi: std.Target.Abi) []const []const u8 {
    return switch (os) {
        .windows => if (abi == .msvc)
            &.{ "c", "kernel32", "ntdll", "userenv", "ws2_32", "dbghelp" }
        else
            &.{ "c", "unwind", "kernel32", "ntdll", "userenv", "ws2_32", "dbghelp" },
        .macos, .ios, .tvos, .watchos, .visionos, .wasi => &.{"c"},
        else => &.{ "c", "unwind" },
    };
}

pub fn build(b: *std.Build) void {
    _ = b;
}
