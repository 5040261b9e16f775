const std = @import("std");
const Texture = struct { w: u32 };
const Shader = struct { code: [16]u8 };
const a = std.heap.c_allocator;
export fn texture_load(w: u32) ?*Texture { const t = a.create(Texture) catch return null; t.w = w; return t; }
export fn texture_unload(t: *Texture) void { a.destroy(t); }
export fn shader_load(k: u8) ?*Shader { const s = a.create(Shader) catch return null; s.code = @splat(k); return s; }
export fn shader_unload(s: *Shader) void { a.destroy(s); }
