pub const Face = opaque {};

/// Vertical metrics in font units.
pub const Metrics = extern struct {
    units_per_em: u16 = 0,
    weight: u16 = 0,
    descent: i32 = 0,
    ascent: i32 = 0,
    line_gap: i32 = 0,
    x_height: i32 = 0,

    pub fn lineHeight(self: Metrics, size: f32) f32 {
        const units = self.ascent - self.descent + self.line_gap;
        return size * @as(f32, @floatFromInt(units)) / @as(f32, @floatFromInt(self.units_per_em));
    }
};
