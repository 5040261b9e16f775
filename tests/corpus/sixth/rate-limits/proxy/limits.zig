const Burst = extern struct {
    some: u32 = 0,
    value: u32 = 0,

    fn of(v: ?u32) Burst {
        return if (v) |n| .{ .some = 1, .value = n } else .{};
    }
};

const Limits = extern struct {
    per_second: u32,
    burst: Burst,
    weight: u16,
};

const Raw = opaque {};
extern fn limits_new() *Raw;
extern fn limits_free(table: ?*Raw) void;
extern fn limits_set(table: *Raw, route: u64, limits: *const Limits) void;
extern fn limits_pass(table: *Raw, route: u64, now_ms: u64) bool;

pub const Rule = struct { rate: u32, burst: ?u32 = null, weight: u16 = 1 };

pub const Table = struct {
    raw: *Raw,

    pub fn init() Table {
        return .{ .raw = limits_new() };
    }

    pub fn deinit(self: Table) void {
        limits_free(self.raw);
    }

    pub fn set(self: Table, route: u64, rule: Rule) void {
        limits_set(self.raw, route, &.{
            .per_second = rule.rate,
            .burst = .of(rule.burst),
            .weight = rule.weight,
        });
    }

    pub fn pass(self: Table, route: u64, now_ms: u64) bool {
        return limits_pass(self.raw, route, now_ms);
    }
};
