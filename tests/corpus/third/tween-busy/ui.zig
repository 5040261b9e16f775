const Tween = opaque {};

pub extern fn tween_new(from: f32, to: f32, curve: u8) *Tween;
pub extern fn tween_step(tween: *Tween, t: f32) bool;
pub extern fn tween_set_curve(tween: *Tween, curve: u8) void;
pub extern fn tween_value(tween: *const Tween) f32;
pub extern fn tween_free(tween: *Tween) void;

/// Plays the animation; falls back to the linear curve when the theme's curve is unknown.
pub fn play(tween: *Tween, frames: u16) f32 {
    var frame: u16 = 0;
    while (frame <= frames) : (frame += 1) {
        const t = @as(f32, @floatFromInt(frame)) / @as(f32, @floatFromInt(@max(frames, 1)));
        if (!tween_step(tween, t)) tween_set_curve(tween, 0);
    }
    return tween_value(tween);
}
