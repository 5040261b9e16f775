// Interface of `nullable`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Item {
    pub id: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    /// - `item`: not null
    pub fn item_id(item: *const Item) -> u32;

    /// - `item`: may be null
    pub fn item_or(item: *const Item, other: u32) -> u32;

    /// - `item`: not null
    /// - result: not null
    pub fn item_bump(item: *mut Item) -> *mut Item;

    /// - `items`: an array, not null
    /// - result: not null
    pub fn items_first(items: *const Item) -> *const Item;

    /// - `text`: ended by 0, not null
    pub fn text_len(text: *const ::core::ffi::c_char) -> usize;

    /// - result: ended by 0, may be null
    pub fn text_find(text: *const ::core::ffi::c_char) -> *const ::core::ffi::c_char;

    /// - `values`: ended by -1, not null
    pub fn values_until(values: *const i32) -> usize;

    /// - `names`: ended by 0, not null
    pub fn names_count(names: *const *const ::core::ffi::c_char) -> usize;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Item>() == 4);
        assert!(::core::mem::align_of::<Item>() == 4);
        assert!(::core::mem::offset_of!(Item, id) == 0);
    }
};
