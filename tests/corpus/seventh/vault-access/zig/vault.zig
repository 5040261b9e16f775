const std = @import("std");

const gpa = std.heap.page_allocator;

pub const Access = enum(u8) {
    read = 1,
    write = 2,
    append = 3,
    _,
};

pub const Vault = struct {
    access: Access,
    data: []u8,
    used: usize,
};

export fn vault_open(access: Access, capacity: u32) ?*Vault {
    const v = gpa.create(Vault) catch return null;
    const data = gpa.alloc(u8, capacity) catch {
        gpa.destroy(v);
        return null;
    };
    v.* = .{ .access = access, .data = data, .used = 0 };
    return v;
}

export fn vault_put(vault: ?*Vault, data: [*]const u8, len: usize) bool {
    const v = vault orelse return false;
    switch (v.access) {
        .read => return false,
        .write => v.used = 0,
        .append => {},
        _ => return false,
    }
    if (len > v.data.len - v.used) return false;
    @memcpy(v.data[v.used..][0..len], data[0..len]);
    v.used += len;
    return true;
}

export fn vault_size(vault: ?*const Vault) usize {
    const v = vault orelse return 0;
    return v.used;
}

export fn vault_close(vault: ?*Vault) void {
    const v = vault orelse return;
    gpa.free(v.data);
    gpa.destroy(v);
}
