export fn scale_add(base: i32, factor: i32, offset: i32) i32 {
    return base *% factor +% offset;
}
