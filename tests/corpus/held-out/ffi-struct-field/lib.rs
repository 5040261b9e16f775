#[repr(C)]
pub struct Person {
    pub age: u32,
    pub name: String,
}

#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn person_init(p: *mut Person, age: u32) {
    if !p.is_null() {
        std::ptr::write(p, Person { age, name: String::from("x") });
    }
}
