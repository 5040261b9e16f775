extern fn remove(id: u32) i32;
extern fn registry_size() u32;
pub fn main() void {
    _ = remove(registry_size());
}
