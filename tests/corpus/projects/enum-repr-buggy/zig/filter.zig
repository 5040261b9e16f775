pub const Kind = enum(c_int) { low_pass, high_pass, band };
export fn filter_gain(kind: Kind, hz: f32) f32 {
    return switch (kind) { .low_pass => 1.0 / hz, .high_pass => hz, .band => 1.0 };
}
