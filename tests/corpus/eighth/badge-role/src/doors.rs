use crate::role::Role;

pub struct Door {
    number: u16,
    roles: &'static [Role],
}

pub static DOORS: [Door; 3] = [
    Door { number: 100, roles: &[Role::Visitor, Role::Staff, Role::Cleaning] },
    Door { number: 210, roles: &[Role::Staff, Role::Cleaning] },
    Door { number: 999, roles: &[] },
];

impl Door {
    pub fn find(number: u16) -> Option<&'static Door> {
        DOORS.iter().find(|d| d.number == number)
    }

    pub fn opens_for(&self, role: Role) -> bool {
        match role {
            Role::Security => true,
            Role::Visitor | Role::Staff | Role::Cleaning => self.roles.contains(&role),
        }
    }
}
