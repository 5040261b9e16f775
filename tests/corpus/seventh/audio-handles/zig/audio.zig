const std = @import("std");

const gpa = std.heap.page_allocator;

const Device = struct { rate: u32 };
const Clip = struct { samples: []i16 };
/// Sums up at once, so it needs the clip only while it is made.
const Voice = struct { energy: u64 };

export fn au_device_open(rate: u32) ?*Device {
    if (rate < 8000) return null;
    const d = gpa.create(Device) catch return null;
    d.* = .{ .rate = rate };
    return d;
}

export fn au_device_close(device: ?*Device) void {
    gpa.destroy(device orelse return);
}

export fn au_clip_tone(device: ?*const Device, hertz: u32) ?*Clip {
    const d = device orelse return null;
    if (hertz == 0 or hertz > d.rate / 2) return null;
    const c = gpa.create(Clip) catch return null;
    const samples = gpa.alloc(i16, d.rate / hertz) catch {
        gpa.destroy(c);
        return null;
    };
    for (samples, 0..) |*s, i| s.* = if (i < samples.len / 2) 8000 else -8000;
    c.* = .{ .samples = samples };
    return c;
}

export fn au_clip_free(clip: ?*Clip) void {
    const c = clip orelse return;
    gpa.free(c.samples);
    gpa.destroy(c);
}

export fn au_voice_play(clip: ?*const Clip, gain: u8) ?*Voice {
    const c = clip orelse return null;
    const v = gpa.create(Voice) catch return null;
    v.* = .{ .energy = 0 };
    for (c.samples) |s| v.energy +|= @as(u64, @abs(s)) * gain;
    return v;
}

export fn au_voice_energy(voice: ?*const Voice) u64 {
    const v = voice orelse return 0;
    return v.energy;
}

export fn au_voice_drop(voice: ?*Voice) void {
    gpa.destroy(voice orelse return);
}
