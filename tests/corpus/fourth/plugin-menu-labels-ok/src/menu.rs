use std::ffi::{c_char, c_int, CString};

#[link(name = "hostui")]
extern "C" {
    fn menu_add_item(label: *const c_char, id: c_int) -> bool;
    fn menu_find(label: *const c_char) -> c_int;
    fn menu_clear();
}

pub struct Action {
    pub id: i32,
    pub label: String,
    pub enabled: bool,
}

pub struct Menu {
    actions: Vec<Action>,
}

impl Menu {
    pub fn new(actions: Vec<Action>) -> Self {
        Menu { actions }
    }

    /// Shows the enabled actions, returns how many there are.
    pub fn install(&self) -> usize {
        unsafe { menu_clear() };
        let mut shown = 0;
        for action in self.actions.iter().filter(|a| a.enabled) {
            let Ok(label) = CString::new(action.label.as_str()) else {
                continue;
            };
            if unsafe { menu_add_item(label.as_ptr(), action.id) } {
                shown += 1;
            }
        }
        shown
    }

    pub fn invoke(&self, label: &str) -> Option<&Action> {
        let label = CString::new(label).ok()?;
        let id = unsafe { menu_find(label.as_ptr()) };
        self.actions.iter().find(|a| a.id == id)
    }
}
