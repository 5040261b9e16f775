use std::mem::ManuallyDrop;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Body {
    pub x: f32,
    pub y: f32,
    pub radius: f32,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Contact {
    pub a: u32,
    pub b: u32,
    pub depth: f32,
}

#[repr(C)]
pub struct Contacts {
    pub data: *mut Contact,
    pub len: usize,
}

fn depth(a: &Body, b: &Body) -> f32 {
    a.radius + b.radius - (a.x - b.x).hypot(a.y - b.y)
}

fn collide(bodies: &[Body]) -> Vec<Contact> {
    let mut found = Vec::new();
    for (i, a) in bodies.iter().enumerate() {
        for (j, b) in bodies.iter().enumerate().skip(i + 1) {
            let d = depth(a, b);
            if d > 0.0 {
                found.push(Contact { a: i as u32, b: j as u32, depth: d });
            }
        }
    }
    found
}

/// All contacts; release them with `contacts_free`.
///
/// # Safety
/// `bodies` points at `n` bodies.
#[no_mangle]
pub unsafe extern "C" fn contacts_find(bodies: *const Body, n: usize) -> Contacts {
    if bodies.is_null() {
        return Contacts { data: std::ptr::null_mut(), len: 0 };
    }
    let mut found = ManuallyDrop::new(collide(std::slice::from_raw_parts(bodies, n)));
    Contacts { data: found.as_mut_ptr(), len: found.len() }
}

/// # Safety
/// `c` comes from `contacts_find` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn contacts_free(c: Contacts) {
    if !c.data.is_null() {
        drop(Vec::from_raw_parts(c.data, c.len, c.len));
    }
}
