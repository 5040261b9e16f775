export fn write(value: i32) i32 {
    return value +% 1;
}
