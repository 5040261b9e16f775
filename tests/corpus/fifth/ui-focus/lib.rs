use std::collections::HashMap;

pub struct Widget {
    id: u32,
    x: i32,
    y: i32,
    focused: bool,
}

#[derive(Default)]
pub struct Ui {
    // boxed, so that addresses stay when the table grows
    widgets: HashMap<u32, Box<Widget>>,
}

#[no_mangle]
pub extern "C" fn ui_create() -> *mut Ui {
    Box::into_raw(Box::default())
}

#[no_mangle]
pub unsafe extern "C" fn ui_destroy(ui: *mut Ui) {
    if let Some(ui) = (!ui.is_null()).then(|| Box::from_raw(ui)) {
        drop(ui);
    }
}

#[no_mangle]
pub unsafe extern "C" fn ui_widget_add(ui: *mut Ui, id: u32, x: i32, y: i32) -> bool {
    let Some(ui) = ui.as_mut() else { return false };
    if ui.widgets.contains_key(&id) {
        return false;
    }
    ui.widgets.insert(id, Box::new(Widget { id, x, y, focused: false }));
    true
}

#[no_mangle]
pub unsafe extern "C" fn ui_widget_find(ui: *mut Ui, id: u32) -> *mut Widget {
    ui.as_mut()
        .and_then(|ui| ui.widgets.get_mut(&id))
        .map_or(std::ptr::null_mut(), |w| &mut **w as *mut Widget)
}

#[no_mangle]
pub unsafe extern "C" fn widget_focus(w: *mut Widget, on: bool) -> u32 {
    let Some(w) = w.as_mut() else { return 0 };
    w.focused = on;
    w.id
}

#[no_mangle]
pub unsafe extern "C" fn widget_hit(w: *const Widget, px: i32, py: i32) -> bool {
    w.as_ref().is_some_and(|w| {
        px.wrapping_sub(w.x).unsigned_abs() < 10 && py.wrapping_sub(w.y).unsigned_abs() < 10
    })
}
