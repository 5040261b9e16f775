pub struct Order {
    pub sort: String,
    trees: u32,
    spacing_cm: u32,
}

impl Order {
    pub fn new(sort: &str, trees: u32, spacing_cm: u32) -> Self {
        Order { sort: sort.to_string(), trees, spacing_cm }
    }

    /// sort:trees:spacing
    pub fn parse(arg: &str) -> Option<Self> {
        let mut parts = arg.splitn(3, ':');
        let sort = parts.next()?;
        let trees = parts.next()?.parse().ok()?;
        let spacing = parts.next()?.parse().ok()?;
        Some(Order::new(sort, trees, spacing))
    }
}

#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Plan {
    pub rows: u32,
    pub stems: u32,
}

extern "C" {
    fn rows_plan(trees: u32, spacing_cm: u32, out: *mut Plan) -> bool;
}

impl Plan {
    pub fn make(order: &Order) -> Option<Plan> {
        let mut plan = Plan::default();
        unsafe { rows_plan(order.trees, order.spacing_cm, &mut plan) }.then_some(plan)
    }
}
