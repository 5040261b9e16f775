pub const Point = extern struct { volts: f32, watts: f32 };

pub const max_points = 16;

pub const Curve = struct {
    points: [max_points]Point = undefined,
    len: usize = 0,

    pub fn load(self: *Curve, src: []const Point) error{ TooMany, NotSorted, Empty }!void {
        if (src.len == 0) return error.Empty;
        if (src.len > max_points) return error.TooMany;
        for (src[1..], src[0 .. src.len - 1]) |b, a| {
            if (b.volts <= a.volts) return error.NotSorted;
        }
        @memcpy(self.points[0..src.len], src);
        self.len = src.len;
    }

    pub fn at(self: *const Curve, volts: f32) f32 {
        const pts = self.points[0..self.len];
        if (pts.len == 0) return 0;
        if (volts <= pts[0].volts) return pts[0].watts;
        for (pts[1..], pts[0 .. pts.len - 1]) |b, a| {
            if (volts <= b.volts) {
                const t = (volts - a.volts) / (b.volts - a.volts);
                return a.watts + t * (b.watts - a.watts);
            }
        }
        return pts[pts.len - 1].watts;
    }
};
