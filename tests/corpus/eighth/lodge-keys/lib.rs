use std::collections::BTreeSet;

pub struct KeySet {
    rooms: BTreeSet<u32>,
}

macro_rules! set_op {
    ($name:ident, $method:ident) => {
        #[no_mangle]
        pub unsafe extern "C" fn $name(set: *mut KeySet, room: u32) -> bool {
            match set.as_mut() {
                Some(set) => set.$method(room),
                None => false,
            }
        }
    };
}

impl KeySet {
    fn hang(&mut self, room: u32) -> bool {
        self.rooms.insert(room)
    }

    fn take(&mut self, room: u32) -> bool {
        self.rooms.remove(&room)
    }

    fn hangs(&mut self, room: u32) -> bool {
        self.rooms.contains(&room)
    }
}

set_op!(keyset_hang, hang);
set_op!(remove, take);
set_op!(keyset_hangs, hangs);

#[no_mangle]
pub extern "C" fn keyset_new() -> *mut KeySet {
    Box::into_raw(Box::new(KeySet { rooms: BTreeSet::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn keyset_free(set: *mut KeySet) {
    if !set.is_null() {
        drop(Box::from_raw(set));
    }
}
