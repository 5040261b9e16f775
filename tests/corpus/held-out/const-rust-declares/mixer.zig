const Sample = extern struct { left: f32, right: f32 };

export fn mix_down(frame: *Sample) f32 {
    const sum = frame.left + frame.right;
    frame.left = 0;
    frame.right = 0;
    return sum;
}
