//! Makes two profiles and carries a colour from one to the other.
const std = @import("std");
const qcms = @import("qcms");

pub fn main() u8 {
    const srgb = qcms.qcms_profile_sRGB() orelse return 7;
    defer qcms.qcms_profile_release(srgb);
    if (!qcms.qcms_profile_is_sRGB(srgb)) return 1;
    // A struct by value, as result and as argument.
    const white = qcms.qcms_white_point_sRGB();
    if (@abs(white.x - 0.3127) > 0.001 or @abs(white.y - 0.3291) > 0.001 or white.Y != 1) return 2;
    const primaries = qcms.qcms_CIE_xyYTRIPLE{
        .red = .{ .x = 0.64, .y = 0.33, .Y = 1 },
        .green = .{ .x = 0.30, .y = 0.60, .Y = 1 },
        .blue = .{ .x = 0.15, .y = 0.06, .Y = 1 },
    };
    const own = qcms.qcms_profile_create_rgb_with_gamma(white, primaries, 2.2) orelse return 3;
    defer qcms.qcms_profile_release(own);
    const transform = qcms.qcms_transform_create(own, .RGB8, srgb, .RGB8, .Perceptual) orelse return 4;
    defer qcms.qcms_transform_release(transform);
    const from = [6]u8{ 255, 255, 255, 200, 10, 10 };
    var to: [6]u8 = @splat(0);
    qcms.qcms_transform_data(transform, &from, &to, 2);
    if (to[0] < 250 or to[1] < 250 or to[2] < 250) return 5;
    if (@abs(@as(i16, to[3]) - 200) > 8 or to[4] > 30) return 6;
    return 0;
}
