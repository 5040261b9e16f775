mod events;

pub use events::{subscribe, Subscription};

#[derive(Default, Clone)]
pub struct Meter {
    inner: std::rc::Rc<std::cell::Cell<f32>>,
}

impl Meter {
    /// Follows a parameter on this thread; events are delivered by `pump` only.
    pub fn attach(&self, parameter: u32) -> Option<Subscription> {
        let cell = std::rc::Rc::clone(&self.inner);
        subscribe(parameter, move |v| cell.set(cell.get().max(v)))
    }

    pub fn peak(&self) -> f32 {
        self.inner.get()
    }
}

pub fn pump() -> u32 {
    events::pump()
}
