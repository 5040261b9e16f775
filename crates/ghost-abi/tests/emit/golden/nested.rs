// Interface of `nested`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct C {
    pub value: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct B {
    pub c: [C; 2],
    pub owner: *const A,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct A {
    pub b: B,
    pub parent: *mut A,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type Same = C;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Last {
    pub same: Same,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type ListPointer = *const List;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Clone, Copy)]
pub union Leaf {
    pub tree: *mut Tree,
    pub list: ListPointer,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct List {
    pub value: i32,
    pub next: *const List,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Tree {
    pub leaf: Leaf,
    pub children: [*mut Tree; 2],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn list_sum(list: *const List) -> i32;

    pub fn tree_depth(tree: *const Tree) -> u32;

    pub fn a_sum(a: *const A) -> u32;

    pub fn last(last: Last) -> Same;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<C>() == 4);
        assert!(::core::mem::align_of::<C>() == 4);
        assert!(::core::mem::offset_of!(C, value) == 0);
        assert!(::core::mem::size_of::<B>() == 16);
        assert!(::core::mem::align_of::<B>() == 8);
        assert!(::core::mem::offset_of!(B, c) == 0);
        assert!(::core::mem::offset_of!(B, owner) == 8);
        assert!(::core::mem::size_of::<A>() == 24);
        assert!(::core::mem::align_of::<A>() == 8);
        assert!(::core::mem::offset_of!(A, b) == 0);
        assert!(::core::mem::offset_of!(A, parent) == 16);
        assert!(::core::mem::size_of::<Last>() == 4);
        assert!(::core::mem::align_of::<Last>() == 4);
        assert!(::core::mem::offset_of!(Last, same) == 0);
        assert!(::core::mem::size_of::<Leaf>() == 8);
        assert!(::core::mem::align_of::<Leaf>() == 8);
        assert!(::core::mem::size_of::<List>() == 16);
        assert!(::core::mem::align_of::<List>() == 8);
        assert!(::core::mem::offset_of!(List, value) == 0);
        assert!(::core::mem::offset_of!(List, next) == 8);
        assert!(::core::mem::size_of::<Tree>() == 24);
        assert!(::core::mem::align_of::<Tree>() == 8);
        assert!(::core::mem::offset_of!(Tree, leaf) == 0);
        assert!(::core::mem::offset_of!(Tree, children) == 8);
    }
};
