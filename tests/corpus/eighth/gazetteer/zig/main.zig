const std = @import("std");

const Gazetteer = opaque {
    extern fn gaz_new() ?*Gazetteer;
    extern fn gaz_free(gaz: ?*Gazetteer) void;
    extern fn gaz_add(gaz: ?*Gazetteer, name: [*]const u8, len: usize, id: u32) void;
    extern fn gaz_lookup(gaz: ?*const Gazetteer, name: [*]const u8, len: usize) u32;

    fn lookup(gaz: *const Gazetteer, name: []const u8) u32 {
        return gaz_lookup(gaz, name.ptr, name.len);
    }
};

const places = [_][]const u8{ "Aarhus", "Aalborg", "Odense", "Esbjerg", "Randers" };

const addresses = [_][]const u8{
    "aarhus c", "odense m", "aalborg sv", "randers nv", "esbjerg v", "odense s", "aarhus n", "aalborg",
};

fn resolve(gaz: *const Gazetteer, names: []const []const u8, ids: []u32) void {
    for (names, ids) |name, *id| id.* = gaz.lookup(name);
}

pub fn main() !void {
    const gaz = Gazetteer.gaz_new() orelse return error.OutOfMemory;
    defer Gazetteer.gaz_free(gaz);
    for (places, 1..) |place, id| Gazetteer.gaz_add(gaz, place.ptr, place.len, @intCast(id));

    var ids: [addresses.len]u32 = undefined;
    const half = addresses.len / 2;
    const worker = try std.Thread.spawn(.{}, resolve, .{ gaz, addresses[0..half], ids[0..half] });
    resolve(gaz, addresses[half..], ids[half..]);
    worker.join();

    for (addresses, ids) |name, id| std.debug.print("{s}: {d}\n", .{ name, id });
}
