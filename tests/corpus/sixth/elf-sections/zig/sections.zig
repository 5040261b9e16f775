pub const Section = extern struct {
    name: u32,
    kind: u32,
    flags: u64,
    offset: u64,
    size: u64,
};

pub const List = extern struct {
    ptr: ?[*]Section,
    len: usize,
    cap: usize,

    extern fn sections_read(image: [*]const u8, len: usize) List;
    extern fn sections_free(list: List) void;

    pub fn read(image: []const u8) error{NotElf}!List {
        const list = sections_read(image.ptr, image.len);
        if (list.ptr == null) return error.NotElf;
        return list;
    }

    pub fn deinit(self: *List) void {
        sections_free(self.*);
        self.* = undefined;
    }

    pub fn slice(self: List) []Section {
        return if (self.ptr) |p| p[0..self.len] else &.{};
    }

    /// Keeps the sections that are loaded, at the front; the capacity is not touched.
    pub fn keepAllocated(self: *List) void {
        const all = self.slice();
        var kept: usize = 0;
        for (all) |s| {
            if (s.flags & 2 == 0) continue;
            all[kept] = s;
            kept += 1;
        }
        self.len = kept;
    }
};
